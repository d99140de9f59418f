import * as vscode from 'vscode';
import { type CompletionOutcome } from '../core/completion/completionOutcome.ts';
import { type CompletionQuery, type CompletionService } from '../core/completion/completionService.ts';
import { type InputMethodWatch } from '../core/completion/inputMethod.ts';
import { expectedAt } from '../core/completion/expectedAt.ts';
import { type LatestEdit } from '../core/completion/latestEdit.ts';
import { type NeighbourRoom } from '../core/completion/neighbours/neighbourRoom.ts';
import { NO_OTHER_TEXTS, type OtherTexts } from '../core/completion/neighbours/otherTexts.ts';
import { type RecentRequest } from '../core/completion/recentRequests.ts';
import { type Expectation } from '../core/ledger/expectationTracker.ts';
import { type InForce, type Learnable } from '../core/ledger/learnt.ts';
import { type HandedItem } from '../workbench/ledger/suggestionLedger.ts';
import { completionSettings } from '../workbench/settings.ts';
import { type Exclusions } from './exclusions.ts';
import { toAbortSignal } from './toAbortSignal.ts';
import { editorOf, endOfSelected, toDocumentContext } from './toDocumentContext.ts';

/** Where the provider reports what came of each request. */
export interface OutcomeListener {
  onRequest(): void;
  onOutcome(outcome: CompletionOutcome, asked: Pick<RecentRequest, 'document' | 'trigger'>): void;
  /** The model was asked after a key, and this is what it expects to be typed next, whether it is shown or not. */
  onExpected(expectation: Expectation): void;
  /** A suggestion goes to the editor; returns what the editor shall run when it is accepted whole. */
  onHanded(handed: HandedItem): vscode.Command | undefined;
}

/** Where parts of other texts lie ready for a document's prompts. */
export interface NeighbourSource {
  /** For so much room as `neighbourLength` reckons; what is not known yet is gathered for the next time. */
  othersFor(document: vscode.TextDocument, position: vscode.Position, room: NeighbourRoom): OtherTexts;
  /** Whether everything was looked through for this document, or nothing is to be. */
  isGathered(document: vscode.TextDocument): boolean;
}

/** Why is asked, and what a popup has selected then. */
interface Occasion {
  readonly trigger: CompletionQuery['trigger'];
  readonly selected?: vscode.SelectedCompletionInfo | undefined;
}

/** VS Code's side of inline completions: translates in, asks the pipeline, translates out. */
export class InlineCompletionProvider implements vscode.InlineCompletionItemProvider {
  /** Given when there is one: suggestions do without. */
  neighbours: NeighbourSource | undefined;
  /** Tells whether less should be asked; nothing is saved without one. */
  energy: { readonly isSaving: boolean } | undefined;
  /** Tells what the user's own choices speak for; the settings alone count without it. */
  learnt: { inForce(settings: Learnable): InForce } | undefined;

  /** Tells what was not written, after which nothing is asked; without it, everything was. */
  latestEdit: LatestEdit | undefined;

  constructor(
    private readonly completions: CompletionService,
    private readonly exclusions: Exclusions,
    private readonly inputMethod: InputMethodWatch,
    private readonly listener: OutcomeListener,
  ) {}

  async provideInlineCompletionItems(
    document: vscode.TextDocument,
    position: vscode.Position,
    context: vscode.InlineCompletionContext,
    token: vscode.CancellationToken,
  ): Promise<vscode.InlineCompletionItem[]> {
    const abort = toAbortSignal(token);
    try {
      const selected = context.selectedCompletionInfo;
      const trigger =
        context.triggerKind === vscode.InlineCompletionTriggerKind.Invoke ? 'manual' : 'automatic';
      const outcome = await this.#ask(document, position, { trigger, selected }, abort.signal);
      if (outcome?.kind !== 'suggestion' || abort.signal.aborted) {
        return [];
      }
      const item = toItem(document, position, selected, outcome);
      const more = outcome.further ?? [];
      const others = more.map((one) => toItem(document, position, selected, one));
      const handed: HandedItem = { document, position, item, others, suggestion: outcome, trigger };
      const command = this.listener.onHanded(handed);
      this.latestEdit?.noteOffered([outcome, ...more].map(({ text }) => (selected?.text ?? '') + text));
      const items = [item, ...others];
      return command === undefined ? items : items.map((one) => Object.assign(one, { command }));
    } finally {
      abort.dispose();
    }
  }

  /** What comes of a request; undefined where nothing is asked at all. */
  async #ask(
    document: vscode.TextDocument,
    position: vscode.Position,
    occasion: Occasion,
    signal: AbortSignal,
  ): Promise<CompletionOutcome | undefined> {
    if ((await this.exclusions.exclusionOf(document)) !== undefined) {
      return undefined;
    }
    const query = this.#query(document, position, occasion);
    const { trigger, selected } = occasion;
    this.listener.onRequest();
    const offset = document.offsetAt(position);
    const notWritten = this.latestEdit?.kindAt(query.document.documentId, offset);
    const { version } = document;
    const outcome = await this.completions.complete({ ...query, notWritten }, signal);
    this.listener.onOutcome(outcome, { document: query.document, trigger });
    // What a popup has selected does not stand in the document.
    const expected = selected === undefined && trigger === 'automatic' && expectedAt(outcome, query.document);
    if (expected && version === document.version) {
      const { documentId, languageId } = query.document;
      this.listener.onExpected({ documentId, languageId, offset, ...expected });
    }
    // The editor asks again with the next key alone, and whoever has changed a setting may be waiting for none. Another window
    // may have the engine by now.
    const isOutdated = outcome.kind === 'none' && outcome.reason === 'outdated';
    return isOutdated && vscode.window.state.focused
      ? this.#ask(document, position, occasion, signal)
      : outcome;
  }

  /** Has the engine read what a request at this place would show it, where one would be made at all. */
  async prewarm(document: vscode.TextDocument, position: vscode.Position): Promise<void> {
    if ((await this.exclusions.exclusionOf(document)) === undefined) {
      const query = this.#query(document, position, { trigger: 'automatic' });
      if (query.isUnfit !== true) {
        await this.completions.prewarm(query, () => this.neighbours?.isGathered(document) ?? true);
      }
    }
  }

  /** What is asked here, whoever asks. */
  #query(
    document: vscode.TextDocument,
    position: vscode.Position,
    { trigger, selected }: Occasion,
  ): CompletionQuery {
    const settings = completionSettings(document);
    const { maxTokens, eagerness, savesEnergy } = settings;
    // Who asks by hand sees all that there is, whatever was learnt; what was set holds.
    const learnt = trigger === 'automatic' ? this.learnt : undefined;
    const inForce: InForce = learnt?.inForce(settings) ?? settings;
    const { threshold, debounceMs, multiline, isUnfit } = inForce;
    return {
      ...selectionsIn(document),
      trigger,
      document: { ...toDocumentContext(document, position, selected), oneLine: !multiline },
      isComposing: this.inputMethod.isComposing,
      ...{ debounceMs, maxTokens, eagerness, threshold, isUnfit },
      isSaving: savesEnergy && this.energy?.isSaving,
      others: (room) => this.neighbours?.othersFor(document, position, room) ?? NO_OTHER_TEXTS,
    };
  }
}

/** What is selected in the editor that shows the document; a cell or an input box may have none. */
function selectionsIn(document: vscode.TextDocument): { isTextSelected: boolean; cursors: number } {
  const selections = editorOf(document)?.selections ?? [];
  return {
    isTextSelected: selections.some(({ isEmpty }) => !isEmpty),
    cursors: Math.max(1, selections.length),
  };
}

/** The item's range covers what the text replaces: a popup's word before the cursor, closers after it. */
function toItem(
  document: vscode.TextDocument,
  position: vscode.Position,
  selected: vscode.SelectedCompletionInfo | undefined,
  suggestion: { readonly text: string; readonly replaceLength: number },
): vscode.InlineCompletionItem {
  const text =
    document.eol === vscode.EndOfLine.CRLF ? suggestion.text.replaceAll('\n', '\r\n') : suggestion.text;
  const range = new vscode.Range(
    selected?.range.start ?? position,
    endOfSelected(position, selected).translate(0, suggestion.replaceLength),
  );
  return new vscode.InlineCompletionItem((selected?.text ?? '') + text, range);
}
