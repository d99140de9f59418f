import { setImmediate as nextTurn } from 'node:timers/promises';
import path from 'node:path';
import * as vscode from 'vscode';
import { CompletionService } from './core/completion/completionService.ts';
import { NO_OTHER_TEXTS } from './core/completion/neighbours/otherTexts.ts';
import { InputMethodWatch } from './core/completion/inputMethod.ts';
import { LatestEdit } from './core/completion/latestEdit.ts';
import { WHOLE_PIPELINE } from './core/completion/pipelineIdeas.ts';
import { type SyntaxJudge } from './core/completion/syntaxJudge.ts';
import { systemClock } from './engine/clock.ts';
import { SupervisedCompletionEngine } from './engine/supervisedCompletionEngine.ts';
import { type Supervisor } from './engine/supervisor.ts';
import { WindowTurn } from './engine/windowTurn.ts';
import { Exclusions } from './provider/exclusions.ts';
import { InlineCompletionProvider, type OutcomeListener } from './provider/inlineCompletionProvider.ts';
import { Grammars } from './syntax/grammars.ts';
import { TreeSitterJudge } from './syntax/treeSitterJudge.ts';
import { BadBackendMemory } from './workbench/badBackendMemory.ts';
import { registerAssist } from './workbench/assist/registerAssist.ts';
import { type ChatServices } from './workbench/chat/createChat.ts';
import { registerChat } from './workbench/chat/registerChat.ts';
import { registerCommands } from './workbench/commands.ts';
import { EnergySaver } from './workbench/energy/energySaver.ts';
import { createSupervisor } from './workbench/engineHost.ts';
import { followSettings } from './workbench/followSettings.ts';
import { registerInside } from './workbench/inside/registerInside.ts';
import { type LocalDataParts, registerLocalData } from './workbench/localData/registerLocalData.ts';
import { digestOfModel } from './workbench/ledger/modelDigest.ts';
import { registerLedger } from './workbench/ledger/registerLedger.ts';
import { SuggestionLedger } from './workbench/ledger/suggestionLedger.ts';
import { ModelUse } from './workbench/models/modelUse.ts';
import { type NeighbourGatherer } from './workbench/neighbours/neighbourGatherer.ts';
import { OnDemand } from './workbench/onDemand.ts';
import { Prewarm } from './workbench/prewarm.ts';
import { RememberedReading } from './workbench/rememberedReading.ts';
import { registerReplay } from './workbench/replay/registerReplay.ts';
import { completionSettings, isEnabledGlobally, preferredPromptFormat } from './workbench/settings.ts';
import { StatusController } from './workbench/statusController.ts';
import { watchEdits } from './workbench/watchEdits.ts';

/** Where completions are offered: everywhere; the provider knows the exceptions. */
const EVERYWHERE: vscode.DocumentSelector = { pattern: '**' };

/** What the end of the editor waits for. */
const finish: (() => Promise<void>)[] = [];

/** The editor is closed or reloaded. */
export async function deactivate(): Promise<void> {
  await Promise.all(finish.splice(0).map((end) => end()));
}

/**
 * Builds the services in the order of their dependencies: completions at once, the rest a few turns of the event loop
 * later. VS Code waits for all of it before it runs a command or opens the view.
 */
export async function activate(context: vscode.ExtensionContext): Promise<void> {
  const startedAt = performance.now();
  /** What shows the engine's state. */
  const shown: { refresh(): void }[] = [];
  const log = vscode.window.createOutputChannel('OpenELM', { log: true });
  const badBackends = new BadBackendMemory(context.globalState);
  const use = new ModelUse(context.globalState);
  const exclusions = new Exclusions(isEnabledGlobally);
  const reading = new RememberedReading(context, exclusions, log);
  const supervisor = createSupervisor(context.extension, log, badBackends, {
    // Whatever starts the engine, this window is the one that holds a model from now on.
    onStart: () => {
      turn.claim();
    },
    onState: () => {
      for (const part of shown) {
        part.refresh();
      }
    },
    onModelLoaded: (file) => {
      use.note(file);
    },
    onEngine: (engine) => {
      reading.attach(engine);
    },
  });
  const syntax = createSyntaxJudge(context, log);
  const status = new StatusController({ supervisor, exclusions, badBackends, syntax, log, context });
  shown.push(status);
  const engine = new SupervisedCompletionEngine(supervisor, { reading, drafts: true });
  const completions = new CompletionService(engine, systemClock, WHOLE_PIPELINE, syntax);
  const inputMethod = new InputMethodWatch();
  const ledger = createLedger(context, log, supervisor);
  const turn = createTurn(context, supervisor, log);
  const listener = outcomeListener(turn, status, ledger);
  const provider = new InlineCompletionProvider(completions, exclusions, inputMethod, listener);
  provider.energy = new EnergySaver();
  provider.learnt = ledger;
  const latestEdit = (provider.latestEdit = new LatestEdit());
  const prewarm = createPrewarm(provider, supervisor, log);
  shown.push(prewarm);
  const neighbours = offerNeighbours(provider, exclusions, log, prewarm);
  context.subscriptions.push(
    log,
    exclusions,
    reading,
    prewarm,
    neighbours,
    status,
    turn,
    { dispose: () => void supervisor.dispose() },
    vscode.languages.registerInlineCompletionItemProvider(EVERYWHERE, provider),
    watchEdits(inputMethod, latestEdit),
    ...registerCommands(status),
    ...registerLedger(ledger),
    ...followSettings({ supervisor, completions, status, exclusions }),
    ...startWhenFocused(supervisor),
  );
  log.info(`Activated in ${(performance.now() - startedAt).toFixed(1)} ms.`);
  const kept = { ledger, badBackends, completions, neighbours, reading };
  await registerTheRest({ context, supervisor, exclusions, log, use, status, syntax, shown, kept });
}

function outcomeListener(
  turn: Pick<ReturnType<typeof createTurn>, 'claim'>,
  status: StatusController,
  ledger: SuggestionLedger,
): OutcomeListener {
  return {
    onRequest: () => {
      turn.claim();
      status.requestStarted();
    },
    onOutcome: (outcome, asked) => {
      status.requestEnded(outcome, asked);
    },
    onExpected: (expectation) => {
      ledger.expected(expectation);
    },
    onHanded: (handed) => ledger.offered(handed),
  };
}

/** One window at a time holds a model. */
function createTurn(
  { globalStorageUri }: vscode.ExtensionContext,
  supervisor: Supervisor,
  log: vscode.LogOutputChannel,
): WindowTurn {
  return new WindowTurn(
    globalStorageUri.fsPath,
    () => {
      supervisor.restWhenDone('otherWindow');
    },
    (message) => {
      log.warn(message);
    },
  );
}

/** Counts syntax faults; what a document took of memory goes with it. Grammars are loaded with the first document of theirs. */
function createSyntaxJudge(context: vscode.ExtensionContext, log: vscode.LogOutputChannel): SyntaxJudge {
  const grammars = new Grammars(path.join(context.extensionPath, 'dist', 'syntax'), (name, error) => {
    log.warn(`Syntax of ${name} is not checked: ${String(error)}`);
  });
  const judge = new TreeSitterJudge(grammars);
  const closed = vscode.workspace.onDidCloseTextDocument((document) => {
    judge.close(document.uri.toString());
  });
  context.subscriptions.push(judge, closed);
  return judge;
}

/** What gathers parts of other files is read with the first prompt, which does without. */
function offerNeighbours(
  provider: InlineCompletionProvider,
  exclusions: Exclusions,
  log: vscode.LogOutputChannel,
  prewarm: Prewarm,
): OnDemand<NeighbourGatherer> {
  const failed = (error: unknown): void => {
    log.warn(`Parts of other files: ${String(error)}`);
  };
  const gatherer = new OnDemand(async () => {
    await nextTurn();
    const { NeighbourGatherer } = await import('./workbench/neighbours/neighbourGatherer.ts');
    const built = new NeighbourGatherer(exclusions, failed);
    built.onDidGather((uri) => {
      prewarm.noteGathered(uri);
    });
    return built;
  });
  provider.neighbours = {
    othersFor: (document, position, room) => {
      if (gatherer.built === undefined && completionSettings(document).neighbours) {
        const first = gatherer.get().then((built) => {
          built.othersFor(document, position, room);
        });
        first.catch(failed); // the next prompt tries again
      }
      return gatherer.built?.othersFor(document, position, room) ?? NO_OTHER_TEXTS;
    },
    isGathered: (document) =>
      !completionSettings(document).neighbours || gatherer.built?.isGathered(document) === true,
  };
  return gatherer;
}

/** Has the engine read where somebody comes to, as soon as it can. */
function createPrewarm(
  provider: InlineCompletionProvider,
  supervisor: Supervisor,
  log: vscode.LogOutputChannel,
): Prewarm {
  return new Prewarm({
    isReady: () => supervisor.state.kind === 'ready',
    readAt: async (document, position) => {
      // The engine is that of the window in which somebody works.
      if (vscode.window.state.focused) {
        await provider.prewarm(document, position);
      }
    },
    failed: (error) => {
      log.warn(`Reading ahead: ${String(error)}`);
    },
  });
}

/** What the parts that are loaded later are built of. */
interface Services extends Omit<ChatServices, 'models'> {
  readonly use: ModelUse;
  readonly status: StatusController;
  readonly syntax: SyntaxJudge;
  readonly shown: { refresh(): void }[];
  /** What else holds something of the user's. */
  readonly kept: Pick<LocalDataParts, 'ledger' | 'badBackends' | 'completions' | 'neighbours' | 'reading'>;
}

/**
 * VS Code's own start is never held up for long: the engine is started in the next turn of the event loop, and what leads
 * to the models and to what answers questions is registered in the turns after that. What stands behind it is read,
 * compiled and built when a person first uses it.
 */
async function registerTheRest({ use, status, syntax, shown, kept, ...services }: Services): Promise<void> {
  const { context, supervisor, exclusions } = services;
  // The engine is read and compiled in the first turn, and its process made in the second.
  await nextTurn();
  await nextTurn();
  const { createModels } = await inTurn(() => import('./workbench/models/createModels.ts'));
  const models = createModels(context, {
    use,
    tryModel: () => status.tryModel(),
    fetch: status,
    engineState: () => supervisor.state,
  });
  const chat = new OnDemand(async () => {
    const { createChat } = await import('./workbench/chat/createChat.ts');
    return createChat({ ...services, models });
  });
  shown.push({ refresh: () => chat.built?.controller.refresh() });
  finish.push(async () => chat.built?.flush());
  context.subscriptions.push(models, chat);
  context.subscriptions.push(
    ...registerChat(chat),
    ...registerAssist(exclusions, async () => ({
      ...(await chat.get()),
      exclusions,
      preferredFormat: preferredPromptFormat,
    })),
    ...registerInside(context.extensionUri, supervisor),
    ...registerReplay(supervisor, exclusions, syntax, kept.ledger),
    ...registerLocalData({ ...services, ...kept, use, status, models, chat }),
  );
}

/** Loads a part of the extension in a turn of the event loop of its own, and returns in a later one. */
async function inTurn<T>(load: () => Promise<T>): Promise<T> {
  await nextTurn();
  const part = await load();
  await nextTurn();
  return part;
}

/** What it has counted is written when the editor ends. */
function createLedger(
  { globalStorageUri }: vscode.ExtensionContext,
  log: vscode.LogOutputChannel,
  supervisor: Supervisor,
): SuggestionLedger {
  const folder = path.join(globalStorageUri.fsPath, 'ledger');
  const ledger = new SuggestionLedger(folder, log, digestOfModel(supervisor));
  finish.push(() => ledger.finish());
  return ledger;
}

/** Has the engine ready before the first key: when a window is opened or returned to, and after activation. */
function startWhenFocused(supervisor: Supervisor): vscode.Disposable[] {
  let wasFocused = false;
  const start = (): void => {
    const { focused } = vscode.window.state;
    const isReturn = focused && !wasFocused;
    wasFocused = focused;
    if (isEnabledGlobally() && isReturn) {
      supervisor.ready().catch(() => undefined); // the status bar shows what failed
    }
  };
  const immediate = setImmediate(start);
  return [
    vscode.window.onDidChangeWindowState(start),
    new vscode.Disposable(() => {
      clearImmediate(immediate);
    }),
  ];
}
