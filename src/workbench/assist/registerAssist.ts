import * as vscode from 'vscode';
import { type Exclusions } from '../../provider/exclusions.ts';
import { OnDemand } from '../onDemand.ts';
import { registerTable } from '../registerTable.ts';
import { AssistCodeActions } from './assistCodeActions.ts';
import { ASSIST_COMMAND_IDS } from './assistCommandIds.ts';
import { type AssistServices } from './assistServices.ts';

/** Registers the commands on code, and the light bulb that offers them; what they do is loaded by the first of them. */
export function registerAssist(
  exclusions: Exclusions,
  services: () => Promise<AssistServices>,
): { dispose(): unknown }[] {
  const explanations = new OnDemand(async () => {
    const { Explanations } = await import('./explanations.ts');
    return new Explanations();
  });
  return [
    explanations,
    vscode.languages.registerCodeActionsProvider(
      { pattern: '**' },
      new AssistCodeActions(exclusions),
      AssistCodeActions.metadata,
    ),
    ...registerTable(ASSIST_COMMAND_IDS, async () => {
      const { assistCommandTable } = await import('./assistCommands.ts');
      return assistCommandTable(await services(), await explanations.get());
    }),
  ];
}
