import { randomBytes } from 'node:crypto';
import path from 'node:path';
import * as vscode from 'vscode';
import { type EngineProcess } from '../engine/engineProcess.ts';
import { type Exclusions } from '../provider/exclusions.ts';
import { READING } from './localData/storageFolders.ts';
import { removeTree } from './localData/removeTree.ts';
import { readingRules } from './readingRules.ts';
import { completionSettings, onRememberingChanged } from './settings.ts';

const KEY = 'openelm.readingKey';
const KEY_BYTES = 32;
const RULES = 'openelm.readingRules';
/** About eight files with the built-in model. */
const BUDGET_BYTES = 64 * 1024 ** 2;

type Engine = Pick<EngineProcess, 'request'>;

/**
 * Where engines keep what they have read, and of which documents: of files in a trusted workspace that nothing hides.
 * What was kept under other rules is removed, since it may hold what is hidden now.
 */
export class RememberedReading implements vscode.Disposable {
  readonly #subscriptions: vscode.Disposable;
  readonly #verdicts = new Map<string, Promise<boolean>>();
  #engine: Engine | undefined;

  constructor(
    private readonly context: Pick<vscode.ExtensionContext, 'storageUri' | 'secrets' | 'workspaceState'>,
    private readonly exclusions: Pick<Exclusions, 'hiddenBy' | 'onDidChange'>,
    private readonly log: Pick<vscode.LogOutputChannel, 'warn'>,
  ) {
    const rulesChanged = (): void => {
      this.forget().catch(this.#failed);
    };
    this.#subscriptions = vscode.Disposable.from(
      exclusions.onDidChange(rulesChanged),
      onRememberingChanged(rulesChanged),
      vscode.workspace.onDidGrantWorkspaceTrust(() => {
        if (this.#engine !== undefined) {
          this.attach(this.#engine);
        }
      }),
      // Rules above the workspace are not watched, and may be others when somebody comes back.
      vscode.window.onDidChangeWindowState(() => {
        this.#verdicts.clear();
      }),
    );
  }

  /** An engine has started. It is told beside the loading of its model, which need not wait for the secret storage. */
  attach(engine: Engine): void {
    this.#engine = engine;
    this.#tell(engine).catch(this.#failed);
  }

  /** Whether what is read of a document may be kept. */
  async keeps(documentId: string): Promise<boolean> {
    if (this.#folder === undefined) {
      return false;
    }
    let verdict = this.#verdicts.get(documentId);
    if (verdict === undefined) {
      verdict = this.#isKept(vscode.Uri.parse(documentId)).catch(() => false);
      this.#verdicts.set(documentId, verdict);
    }
    return verdict;
  }

  /** Removes what is kept for this workspace, also while the engine runs; what can't be removed is not told here. */
  async forget(): Promise<void> {
    this.#verdicts.clear();
    // One that has ended keeps nothing any longer.
    await this.#engine?.request('reading/forget', {}).catch(() => undefined);
    const { storageUri } = this.context;
    if (storageUri !== undefined) {
      await removeTree(path.join(storageUri.fsPath, READING));
    }
    await this.context.workspaceState.update(RULES, await readingRules());
  }

  dispose(): void {
    this.#subscriptions.dispose();
  }

  readonly #failed = (error: unknown): void => {
    this.log.warn(`What was read is not kept: ${String(error)}`);
  };

  /** Undefined where nothing is kept: without a workspace, and in one that is not trusted. */
  get #folder(): string | undefined {
    const { storageUri } = this.context;
    return storageUri !== undefined && vscode.workspace.isTrusted
      ? path.join(storageUri.fsPath, READING)
      : undefined;
  }

  async #tell(engine: Engine): Promise<void> {
    const folder = this.#folder;
    if (folder === undefined) {
      return;
    }
    if (this.context.workspaceState.get(RULES) !== (await readingRules())) {
      // They were changed while this window was closed.
      await this.forget();
    }
    await engine.request('reading/keep', { folder, budgetBytes: BUDGET_BYTES, key: await this.#key() });
  }

  /** Base64. With another one, what was sealed with the old one is foreign and removed. */
  async #key(): Promise<string> {
    const { secrets } = this.context;
    const kept = await secrets.get(KEY);
    if (kept !== undefined && Buffer.from(kept, 'base64').length === KEY_BYTES) {
      return kept;
    }
    const key = randomBytes(KEY_BYTES).toString('base64');
    await secrets.store(KEY, key);
    return key;
  }

  async #isKept(uri: vscode.Uri): Promise<boolean> {
    return (
      uri.scheme === 'file' &&
      vscode.workspace.getWorkspaceFolder(uri) !== undefined &&
      completionSettings(uri).remembersFiles &&
      (await this.exclusions.hiddenBy(uri)) === undefined
    );
  }
}
