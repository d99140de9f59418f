import * as vscode from 'vscode';
import { type Exclusions } from '../../provider/exclusions.ts';
import { type AssistCommandId } from './assistCommandIds.ts';
import { type CommandPlace } from './codeTarget.ts';

/** After the language's own: the editor puts kinds it has no group for last. */
const ON_SELECTION = vscode.CodeActionKind.Refactor.append('openelm');

/** What the light bulb offers: everything for a selection, and explaining and fixing where a problem is reported. */
export class AssistCodeActions implements vscode.CodeActionProvider {
  static readonly metadata: vscode.CodeActionProviderMetadata = {
    providedCodeActionKinds: [vscode.CodeActionKind.QuickFix, ON_SELECTION],
  };

  constructor(private readonly exclusions: Exclusions) {}

  async provideCodeActions(
    document: vscode.TextDocument,
    range: vscode.Range,
    { diagnostics }: vscode.CodeActionContext,
  ): Promise<vscode.CodeAction[]> {
    if ((await this.exclusions.exclusionOf(document)) !== undefined) {
      return [];
    }
    const place = { uri: document.uri, range };
    return [...forProblems(place, diagnostics), ...(range.isEmpty ? [] : forSelection(place))];
  }
}

function forProblems(
  { uri, range }: CommandPlace,
  diagnostics: readonly vscode.Diagnostic[],
): readonly vscode.CodeAction[] {
  const [first] = diagnostics;
  if (first === undefined) {
    return [];
  }
  const place = { uri, range: range.isEmpty ? first.range : range };
  const quickFix = (title: string, command: AssistCommandId): vscode.CodeAction => {
    const action = actionOf(title, command, { place, kind: vscode.CodeActionKind.QuickFix });
    action.diagnostics = [...diagnostics];
    return action;
  };
  return [
    quickFix(vscode.l10n.t('Fix with OpenELM'), 'openelm.fixSelection'),
    quickFix(vscode.l10n.t('Explain the Problem with OpenELM'), 'openelm.explainProblem'),
  ];
}

function forSelection(place: CommandPlace): readonly vscode.CodeAction[] {
  const action = (title: string, command: AssistCommandId): vscode.CodeAction =>
    actionOf(title, command, { place, kind: ON_SELECTION });
  return [
    action(vscode.l10n.t('Explain with OpenELM'), 'openelm.explainSelection'),
    action(vscode.l10n.t('Edit with OpenELM…'), 'openelm.editSelection'),
    action(vscode.l10n.t('Fix with OpenELM'), 'openelm.fixSelection'),
    action(vscode.l10n.t('Document with OpenELM'), 'openelm.documentSelection'),
    action(vscode.l10n.t('Simplify with OpenELM'), 'openelm.simplifySelection'),
    action(vscode.l10n.t('Write Tests with OpenELM'), 'openelm.writeTests'),
  ];
}

function actionOf(
  title: string,
  command: AssistCommandId,
  { place, kind }: { readonly place: CommandPlace; readonly kind: vscode.CodeActionKind },
): vscode.CodeAction {
  const action = new vscode.CodeAction(title, kind);
  action.command = { command, title, arguments: [place] };
  return action;
}
