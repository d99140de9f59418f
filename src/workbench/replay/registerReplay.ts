import { type SyntaxJudge } from '../../core/completion/syntaxJudge.ts';
import { SupervisedCompletionEngine } from '../../engine/supervisedCompletionEngine.ts';
import { type Supervisor } from '../../engine/supervisor.ts';
import { type Exclusions } from '../../provider/exclusions.ts';
import { OnDemand } from '../onDemand.ts';
import { registerTable } from '../registerTable.ts';
import { type ReplayedModel, type ReplayServices } from './replayRun.ts';

/** The second is the page's own: no person finds it. */
const COMMANDS = ['openelm.replayHistory', 'openelm.useFittedConfidence', 'openelm.useFittedLength'] as const;

/** Registers the command that types the last commits anew; what it does is loaded when it is first run. */
export function registerReplay(
  supervisor: Supervisor,
  exclusions: Exclusions,
  syntax: SyntaxJudge,
  learnt: ReplayServices['learnt'],
): { dispose(): unknown }[] {
  const command = new OnDemand(async () => {
    const { ReplayCommand } = await import('./replayCommand.ts');
    const { historyFolder } = await import('./historyFolder.ts');
    return new ReplayCommand({
      folder: historyFolder,
      exclusions,
      engine: new SupervisedCompletionEngine(supervisor),
      syntax,
      learnt,
      model: () => modelOf(supervisor),
    });
  });
  return [command, ...registerTable(COMMANDS, async () => (await command.get()).commands)];
}

async function modelOf(supervisor: Supervisor): Promise<ReplayedModel> {
  const { model } = await supervisor.ready();
  return {
    name: model.name,
    // Another request would start an engine that rests, against the window that is typed in.
    isInUse: () => {
      const { state } = supervisor;
      return state.kind === 'ready' ? state.engine.model.path === model.path : state.kind !== 'resting';
    },
  };
}
