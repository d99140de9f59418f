import * as vscode from 'vscode';
import { type EngineErrorCode } from '../engine/engineError.ts';
import { type EngineState } from '../engine/engineState.ts';
import { type Exclusion } from '../provider/exclusion.ts';
import { describeExclusion, describeState } from './describe.ts';
import { type CommandId } from './commands.ts';
import { type LedgerCommandId } from './ledger/ledgerCommandIds.ts';
import { type ModelCommandId } from './models/modelCommandIds.ts';

/** Everything the menu tells and offers. */
export interface MenuInput {
  readonly engine: EngineState;
  readonly generating: boolean;
  readonly exclusion: Exclusion | undefined;
  /** Language of the active document; undefined when there is none. */
  readonly languageId: string | undefined;
  readonly enabledGlobally: boolean;
  readonly enabledForLanguage: boolean;
  /** The editor's own switch for inline suggestions. */
  readonly editorShowsSuggestions: boolean;
  /** Sentence for why the last request brought nothing; undefined when it brought a suggestion. */
  readonly lastReason: string | undefined;
  readonly usesOwnModel: boolean;
  readonly hasBadBackends: boolean;
  /** Whether this editor can pause the inline suggestions of all extensions; older ones can't. */
  readonly canSnooze: boolean;
}

/** VS Code's own: it asks for how long, shows how much is left, and asks no extension meanwhile. */
export const SNOOZE_COMMAND = 'editor.action.inlineSuggest.snooze';

interface MenuItem extends vscode.QuickPickItem {
  readonly run?:
    | CommandId
    | LedgerCommandId
    | ModelCommandId
    | typeof SNOOZE_COMMAND
    | 'openSettings'
    | 'enableEditorSuggestions';
}

/** Shows the menu; resolves with what was chosen. */
export async function showStatusMenu(input: MenuInput): Promise<MenuItem['run']> {
  const choice = await vscode.window.showQuickPick(menuItems(input), {
    title: 'OpenELM',
    placeHolder: capitalise(describeState(input.engine, input.generating)),
  });
  return choice?.run;
}

/** First the failure's remedy, then why nothing is shown, then the actions. */
function menuItems(input: MenuInput): MenuItem[] {
  return [...remedies(input), ...reasons(input), ...actions(input)];
}

/** Whether it is the chosen model that hinders, for which the built-in one may step in. */
function isModelAtFault({ engine }: MenuInput): boolean {
  const codes: readonly string[] = ['modelRejected', 'modelLoadFailed', 'outOfMemory'];
  return engine.kind === 'failed' && codes.includes(engine.error.code);
}

function remedies(input: MenuInput): MenuItem[] {
  if (input.engine.kind !== 'failed') {
    return [];
  }
  return [separator(vscode.l10n.t('What helps')), remedy(input, input.engine.error.code)];
}

function remedy(input: MenuInput, code: EngineErrorCode): MenuItem {
  if (isModelAtFault(input)) {
    return { label: vscode.l10n.t('$(replace) Use the built-in model'), run: 'openelm.useBuiltInModel' };
  }
  if (code === 'adapterRejected') {
    return {
      label: vscode.l10n.t('$(settings) Choose another adapter, or none'),
      run: 'openelm.models.chooseAdapter',
    };
  }
  // The same engine on the same system would fail again.
  return code === 'unsupportedHost' || code === 'protocolMismatch'
    ? { label: vscode.l10n.t('$(output) Show the log'), run: 'openelm.showLog' }
    : { label: vscode.l10n.t('$(debug-restart) Restart the engine'), run: 'openelm.restartEngine' };
}

function reasons(input: MenuInput): MenuItem[] {
  const items: MenuItem[] = [];
  if (!input.editorShowsSuggestions) {
    items.push({
      label: vscode.l10n.t('$(eye-closed) The editor hides inline suggestions'),
      detail: vscode.l10n.t('“editor.inlineSuggest.enabled” is off. Choose this to switch it on.'),
      run: 'enableEditorSuggestions',
    });
  }
  if (input.exclusion !== undefined) {
    items.push({ label: `$(circle-slash) ${capitalise(describeExclusion(input.exclusion))}` });
  } else if (input.lastReason !== undefined) {
    items.push({ label: `$(info) ${input.lastReason}` });
  }
  items.push({
    label: vscode.l10n.t('$(question) Why this suggestion, or none?'),
    detail: vscode.l10n.t('The last requests: what the model read and wrote, and what became of it'),
    run: 'openelm.why',
  });
  return [separator(vscode.l10n.t('Why no suggestion?')), ...items];
}

function completionActions(input: MenuInput): MenuItem[] {
  const { languageId } = input;
  return [
    separator(vscode.l10n.t('Completions')),
    { label: vscode.l10n.t('$(lightbulb) Suggest something here'), run: 'openelm.trigger' },
    {
      label: input.enabledGlobally
        ? vscode.l10n.t('$(circle-slash) Switch completions off')
        : vscode.l10n.t('$(check) Switch completions on'),
      run: 'openelm.toggle',
    },
    ...(languageId === undefined
      ? []
      : [
          {
            label: input.enabledForLanguage
              ? vscode.l10n.t('$(circle-slash) Switch completions off for {0}', languageId)
              : vscode.l10n.t('$(check) Switch completions on for {0}', languageId),
            run: 'openelm.toggleLanguage',
          } satisfies MenuItem,
        ]),
    ...(input.canSnooze && input.enabledGlobally
      ? [
          {
            label: vscode.l10n.t('$(bell-slash) Pause suggestions for a while…'),
            detail: vscode.l10n.t('Those of all extensions'),
            run: SNOOZE_COMMAND,
          } satisfies MenuItem,
        ]
      : []),
  ];
}

function actions(input: MenuInput): MenuItem[] {
  return [
    ...completionActions(input),
    separator(vscode.l10n.t('Model and engine')),
    {
      label: vscode.l10n.t('$(list-unordered) Switch to another model…'),
      run: 'openelm.models.useForCompletions',
    },
    {
      label: vscode.l10n.t('$(file-binary) Choose a model file…'),
      ...(input.usesOwnModel
        ? {}
        : { detail: vscode.l10n.t('In use: the built-in model, very small and often wrong') }),
      run: 'openelm.chooseModel',
    },
    ...(input.usesOwnModel && !isModelAtFault(input)
      ? [
          {
            label: vscode.l10n.t('$(replace) Use the built-in model'),
            run: 'openelm.useBuiltInModel',
          } satisfies MenuItem,
        ]
      : []),
    { label: vscode.l10n.t('$(debug-restart) Restart the engine'), run: 'openelm.restartEngine' },
    ...(input.hasBadBackends
      ? [
          {
            label: vscode.l10n.t('$(refresh) Try all GPU back ends again'),
            run: 'openelm.retryBackends',
          } satisfies MenuItem,
        ]
      : []),
    separator(vscode.l10n.t('Help')),
    { label: vscode.l10n.t('$(settings-gear) Settings'), run: 'openSettings' },
    { label: vscode.l10n.t('$(output) Show the log'), run: 'openelm.showLog' },
    {
      label: vscode.l10n.t('$(graph) What were the suggestions worth?'),
      run: 'openelm.showLedger',
    },
    { label: vscode.l10n.t('$(pulse) Show diagnostics'), run: 'openelm.showDiagnostics' },
    { label: vscode.l10n.t('$(clippy) Copy diagnostics'), run: 'openelm.copyDiagnostics' },
  ];
}

/** What the built-in model is, in full: for where there is room. */
export function builtInModelNote(): string {
  return vscode.l10n.t(
    'The built-in model is very small: it answers at once and is often wrong. Any GGUF model can take its place. OpenELM for VS Code is not affiliated with Apple.',
  );
}

function separator(label: string): MenuItem {
  return { label, kind: vscode.QuickPickItemKind.Separator };
}

function capitalise(sentence: string): string {
  return sentence.charAt(0).toLocaleUpperCase() + sentence.slice(1);
}
