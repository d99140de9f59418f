import * as vscode from 'vscode';
import { type CompletionOutcome } from '../../core/completion/completionOutcome.ts';
import { type CompletionQuery } from '../../core/completion/completionService.ts';
import { type Expectation } from '../../core/ledger/expectationTracker.ts';
import { type LedgerReport } from '../../core/ledger/ledgerReport.ts';
import { inForce, type InForce, type Learnable, type Learnt, learntOf } from '../../core/ledger/learnt.ts';
import { type OfferedSuggestion } from '../../core/ledger/offer.ts';
import { type OffsetRange, type TextChange } from '../../core/text/trackedRange.ts';
import { OnDemand } from '../onDemand.ts';
import { isLedgerEnabled, onLedgerSwitched } from '../settings.ts';
import { type LedgerKeeper } from './ledgerKeeper.ts';

/** Runs when an item is accepted whole; no person finds it. */
export const ACCEPTED_COMMAND = 'openelm.suggestionAccepted';

/** Often enough for what is learnt from weeks. */
const LEARN_EVERY_MS = 600_000;

/** A suggestion on its way to the editor. */
export interface HandedItem {
  readonly document: vscode.TextDocument;
  readonly position: vscode.Position;
  readonly item: vscode.InlineCompletionItem;
  /** Offered beside it, from the same place. */
  readonly others?: readonly vscode.InlineCompletionItem[];
  readonly suggestion: Extract<CompletionOutcome, { kind: 'suggestion' }>;
  readonly trigger: CompletionQuery['trigger'];
}

/**
 * The ledger's side of the editor: tells the keeper what happens to suggestions, and what a model expects. Until the first
 * answer there is nothing to tell: no listener, and nothing read.
 */
export class SuggestionLedger implements vscode.Disposable {
  readonly #keeper: OnDemand<LedgerKeeper>;
  readonly #wasReset = new vscode.EventEmitter<void>();
  /** Fires when everything that was counted is removed. */
  readonly onDidReset = this.#wasReset.event;
  #listeners: vscode.Disposable | undefined;
  #items = 0;
  #choices: { readonly model: string; readonly lately: LedgerReport['lately'] } | undefined;
  #learnAt = 0;
  #learntOf: string | undefined;

  constructor(
    /** Where the files lie. */
    readonly folder: string,
    private readonly log: vscode.LogOutputChannel,
    /** A digest of the model that writes now; see modelDigest.ts. */
    private readonly modelOf: () => string,
  ) {
    this.#keeper = new OnDemand(() => this.#build());
  }

  /** Counts a suggestion that goes to the editor; returns what shall be run when it is accepted whole. */
  offered(handed: HandedItem): vscode.Command | undefined {
    if (!isLedgerEnabled()) {
      return undefined;
    }
    this.#listeners ??= this.#listen();
    this.#items += 1;
    const itemId = this.#items;
    const suggestion = toOfferedSuggestion(handed);
    const model = this.modelOf();
    this.#learnSometimes(model);
    this.#tell((keeper) => {
      keeper.offered(itemId, suggestion, model);
    });
    return { command: ACCEPTED_COMMAND, title: '', arguments: [itemId] };
  }

  /** Counts what the model expects, as soon as it shows whether it is right. */
  expected(expectation: Expectation): void {
    if (!isLedgerEnabled()) {
      return;
    }
    this.#listeners ??= this.#listen();
    const model = this.modelOf();
    this.#learnSometimes(model);
    this.#tell((keeper) => {
      keeper.expected(expectation, model);
    });
  }

  /** @param itemId whatever the command was run with */
  accepted(itemId: unknown): void {
    if (typeof itemId === 'number' && this.#listeners !== undefined) {
      this.#tell((keeper) => {
        keeper.accepted(itemId);
      });
    }
  }

  /** How is to be asked: as the user's choices speak for; as the settings say where they say nothing, and until they are read. */
  inForce(settings: Learnable): InForce {
    // Where nothing is asked by itself any more, the days that speak against it pass as well.
    if (this.#choices !== undefined && isLedgerEnabled()) {
      this.#learnSometimes(this.modelOf());
    }
    return inForce(settings, this.learnt(settings));
  }

  /** What was learnt of the user's choices; nothing where nothing is counted, and of what the settings say not to. */
  learnt(settings: Learnable): Learnt {
    const choices = this.#choices;
    const isKnown = choices?.model === this.modelOf() && isLedgerEnabled();
    return isKnown ? learntOf(choices.lately, settings) : {};
  }

  /** What all windows have counted until now. */
  async report(): Promise<LedgerReport> {
    const model = this.modelOf();
    const report = await (await this.#keeper.get()).report(model);
    this.#choices = { model, lately: report.lately };
    return report;
  }

  /** Removes everything that was counted. */
  async reset(): Promise<void> {
    this.#choices = undefined;
    await (await this.#keeper.get()).reset();
    this.#wasReset.fire();
  }

  /** The window closes: what was counted is written. */
  async finish(): Promise<void> {
    await this.#keeper.built?.finish();
  }

  dispose(): void {
    this.#listeners?.dispose();
    this.#keeper.dispose();
    this.#wasReset.dispose();
  }

  async #build(): Promise<LedgerKeeper> {
    const { createKeeper } = await import('./createKeeper.ts');
    return createKeeper(this.folder, textOf, this.log);
  }

  #learnSometimes(model: string): void {
    const now = Date.now();
    if (now < this.#learnAt && model === this.#learntOf) {
      return;
    }
    this.#learnAt = now + LEARN_EVERY_MS;
    this.#learntOf = model;
    this.report().catch((error: unknown) => {
      this.log.warn(`What was taken of the suggestions can't be read: ${String(error)}`);
    });
  }

  /** At once where the keeper is there; what happens while it is read waits for it, in its order. */
  #tell(event: (keeper: LedgerKeeper) => void): void {
    const { built } = this.#keeper;
    if (built !== undefined) {
      event(built);
      return;
    }
    this.#keeper.get().then(event, (error: unknown) => {
      this.log.error(String(error));
    });
  }

  #listen(): vscode.Disposable {
    return vscode.Disposable.from(
      vscode.workspace.onDidChangeTextDocument(({ document, contentChanges, reason }) => {
        if (contentChanges.length > 0) {
          const documentId = document.uri.toString();
          const changes = contentChanges.map(toTextChange);
          this.#tell((keeper) => {
            keeper.changed(documentId, changes, reason !== undefined);
          });
        }
      }),
      // Another language mode closes it as well: then it counts for neither.
      vscode.workspace.onDidCloseTextDocument((document) => {
        const documentId = document.uri.toString();
        this.#tell((keeper) => {
          keeper.closed(documentId);
        });
      }),
      vscode.window.onDidChangeWindowState(({ focused }) => {
        if (!focused) {
          void this.#keeper.built?.write();
        }
      }),
      onLedgerSwitched(() => {
        if (!isLedgerEnabled()) {
          this.#tell((keeper) => {
            keeper.forget();
          });
        }
      }),
    );
  }
}

function toOfferedSuggestion(handed: HandedItem): OfferedSuggestion {
  const { document, position, item, others = [], suggestion, trigger } = handed;
  const text = insertedText(item);
  const start = item.range?.start ?? position;
  const typed = start.isEqual(position) ? '' : document.getText(new vscode.Range(start, position));
  return {
    documentId: document.uri.toString(),
    languageId: document.languageId,
    offset: document.offsetAt(start),
    text,
    others: others.map(insertedText),
    // A popup's word may differ from what was typed of it in upper and lower case.
    typedLength: text.startsWith(typed) ? typed.length : 0,
    latencyMs: suggestion.elapsedMs,
    confidence: suggestion.confidence,
    source: suggestion.source,
    isAwaited: suggestion.source === 'engine' && trigger === 'automatic',
  };
}

function insertedText({ insertText }: vscode.InlineCompletionItem): string {
  return typeof insertText === 'string' ? insertText : insertText.value;
}

function toTextChange(change: vscode.TextDocumentContentChangeEvent): TextChange {
  return { offset: change.rangeOffset, replacedLength: change.rangeLength, text: change.text };
}

function textOf(documentId: string, { start, end }: OffsetRange): string | undefined {
  const document = vscode.workspace.textDocuments.find(({ uri }) => uri.toString() === documentId);
  return document?.getText(new vscode.Range(document.positionAt(start), document.positionAt(end)));
}
