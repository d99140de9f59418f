import path from 'node:path';
import * as vscode from 'vscode';
import { shiftRangeByAll, type OffsetRange } from '../core/text/trackedRange.ts';

/** The scheme of the virtual document that shows what a file would become. */
export const PROPOSAL_SCHEME = 'openelm-proposal';
/** The context key that holds the URIs of proposals that are whole and shown: package.json offers to accept only these. */
const FINISHED_KEY = 'openelm.finishedProposals';

/** What became of a proposal. */
export type Decision = 'accepted' | 'rejected';

/** Why a proposal that is still being written is not wanted any longer: the reason of its `signal`. */
export type Dropped = 'rejected' | 'edited';

interface OpenProposal {
  readonly uri: vscode.Uri;
  readonly document: vscode.TextDocument;
  readonly original: string;
  /** Undefined once somebody has edited what was to be replaced. */
  range: OffsetRange | undefined;
  text: string;
  /** Whether the text is whole, so that it may be accepted. */
  isFinished: boolean;
  readonly dropped: AbortController;
  readonly decide: (decision: Decision) => void;
}

/** A replacement on its way: its text may grow until it is finished, and is then the user's to decide on. */
export interface ProposedEdit {
  readonly decided: Promise<Decision>;
  /** Aborted when it was rejected, or what it replaces was edited; see `Dropped`. */
  readonly signal: AbortSignal;
  /** Shows what there is so far. */
  update(text: string): void;
  /** Shows the whole text, which may be accepted from now on. */
  finish(text: string): void;
  /** Takes the proposal back and closes its view. */
  withdraw(): Promise<void>;
}

/**
 * Shows replacements as a diff beside the document; nothing changes before the user accepts, and one undo takes an
 * accepted one back. A document that was edited meanwhile is never overwritten.
 */
export class ProposedEdits implements vscode.TextDocumentContentProvider, vscode.Disposable {
  readonly #changed = new vscode.EventEmitter<vscode.Uri>();
  readonly onDidChange = this.#changed.event;
  readonly #open = new Map<string, OpenProposal>();
  readonly #subscriptions: readonly { dispose(): unknown }[];
  #offered: readonly string[] = [];
  #count = 0;

  constructor() {
    this.#subscriptions = [
      this.#changed,
      vscode.workspace.registerTextDocumentContentProvider(PROPOSAL_SCHEME, this),
      vscode.workspace.onDidChangeTextDocument((event) => {
        this.#follow(event);
        if (event.document.uri.scheme === PROPOSAL_SCHEME) {
          this.#offerFinished();
        }
      }),
      vscode.workspace.onDidCloseTextDocument(({ uri }) => {
        this.#settle(uri.toString(), 'rejected');
      }),
    ];
  }

  provideTextDocumentContent(uri: vscode.Uri): string | undefined {
    const proposal = this.#open.get(uri.toString());
    return proposal === undefined ? undefined : proposedText(proposal);
  }

  /** Opens the diff; `title` names the change. */
  async propose(document: vscode.TextDocument, range: vscode.Range, title: string): Promise<ProposedEdit> {
    const name = path.posix.basename(document.uri.path);
    const uri = vscode.Uri.from({ scheme: PROPOSAL_SCHEME, path: `/${String(++this.#count)}/${name}` });
    const key = uri.toString();
    const offsets = { start: document.offsetAt(range.start), end: document.offsetAt(range.end) };
    const original = document.getText(range);
    const dropped = new AbortController();
    const decided = new Promise<Decision>((decide) => {
      this.#open.set(key, {
        uri,
        document,
        original,
        range: offsets,
        text: original,
        isFinished: false,
        dropped,
        decide,
      });
    });
    await vscode.commands.executeCommand('vscode.diff', document.uri, uri, title, {
      // A look at another file must not take the proposal away.
      preview: false,
      selection: new vscode.Range(range.start, range.start),
    });
    return {
      decided,
      signal: dropped.signal,
      update: (text) => {
        this.#write(key, text, false);
      },
      finish: (text) => {
        this.#write(key, text, true);
      },
      withdraw: () => this.reject(uri),
    };
  }

  /** Replaces the text, as one step to undo. Says what hinders it, or nothing when it is done. */
  async accept(uri: vscode.Uri): Promise<string | undefined> {
    const key = uri.toString();
    const proposal = this.#open.get(key);
    if (proposal === undefined) {
      return vscode.l10n.t('This proposal is no longer open.');
    }
    const { document, text, original, isFinished } = proposal;
    if (!isFinished) {
      return vscode.l10n.t(
        'The model is still writing. Accept the proposal when it is done, or reject it now.',
      );
    }
    const range = proposal.range === undefined ? undefined : toRange(document, proposal.range);
    if (range === undefined || document.isClosed || document.getText(range) !== original) {
      return vscode.l10n.t(
        'The text was edited meanwhile, so nothing was replaced. Copy what you need from the proposal.',
      );
    }
    const edit = new vscode.WorkspaceEdit();
    edit.replace(document.uri, range, withLineEndings(text, document.eol));
    if (!(await vscode.workspace.applyEdit(edit))) {
      return vscode.l10n.t('The editor refused the change; the file may be read-only.');
    }
    this.#settle(key, 'accepted');
    await closeDiff(uri);
    return undefined;
  }

  /** Closes the diff and changes nothing. */
  async reject(uri: vscode.Uri): Promise<void> {
    this.#settle(uri.toString(), 'rejected');
    await closeDiff(uri);
  }

  dispose(): void {
    for (const key of [...this.#open.keys()]) {
      this.#settle(key, 'rejected');
    }
    for (const subscription of this.#subscriptions) {
      subscription.dispose();
    }
  }

  #write(key: string, text: string, isFinished: boolean): void {
    const proposal = this.#open.get(key);
    if (proposal !== undefined) {
      const isNew = proposal.text !== text;
      proposal.isFinished = isFinished;
      proposal.text = text;
      // What is on the screen is compared with the new text: the old one is not offered.
      this.#offerFinished();
      if (isNew) {
        this.#changed.fire(proposal.uri);
      }
    }
  }

  #settle(key: string, decision: Decision): void {
    const proposal = this.#open.get(key);
    this.#open.delete(key);
    this.#offerFinished();
    proposal?.decide(decision);
    if (decision === 'rejected') {
      proposal?.dropped.abort('rejected' satisfies Dropped);
    }
  }

  #offerFinished(): void {
    const finished = [...this.#open.values()].filter((proposal) => proposal.isFinished && isShown(proposal));
    const uris = finished.map(({ uri }) => uri.toString());
    if (uris.join() !== this.#offered.join()) {
      this.#offered = uris;
      void vscode.commands.executeCommand('setContext', FINISHED_KEY, uris);
    }
  }

  #follow({ document, contentChanges }: vscode.TextDocumentChangeEvent): void {
    const changes = contentChanges.map(({ rangeOffset, rangeLength, text }) => ({
      offset: rangeOffset,
      replacedLength: rangeLength,
      text,
    }));
    for (const proposal of this.#open.values()) {
      if (proposal.document === document && changes.length > 0) {
        proposal.range = proposal.range === undefined ? undefined : shiftRangeByAll(proposal.range, changes);
        this.#changed.fire(proposal.uri);
        if (proposal.range === undefined) {
          proposal.dropped.abort('edited' satisfies Dropped);
        }
      }
    }
  }
}

/** The whole document with the replacement in its place; as it is, where that place is gone. */
function proposedText({ document, range, text }: OpenProposal): string {
  const current = document.getText();
  return range === undefined
    ? current
    : current.slice(0, range.start) + withLineEndings(text, document.eol) + current.slice(range.end);
}

/** Whether the editor has taken over the newest text, for which it asks some time after it was told of it. */
function isShown(proposal: OpenProposal): boolean {
  const key = proposal.uri.toString();
  const shown = vscode.workspace.textDocuments.find(({ uri }) => uri.toString() === key);
  const lines = (text: string | undefined): string | undefined => text?.replaceAll(/\r\n?/gu, '\n');
  return lines(shown?.getText()) === lines(proposedText(proposal));
}

function toRange(document: vscode.TextDocument, { start, end }: OffsetRange): vscode.Range {
  return new vscode.Range(document.positionAt(start), document.positionAt(end));
}

function withLineEndings(text: string, eol: vscode.EndOfLine): string {
  const lines = text.replaceAll('\r\n', '\n');
  return eol === vscode.EndOfLine.CRLF ? lines.replaceAll('\n', '\r\n') : lines;
}

async function closeDiff(uri: vscode.Uri): Promise<void> {
  const tabs = vscode.window.tabGroups.all
    .flatMap(({ tabs: inGroup }) => inGroup)
    .filter(
      ({ input }) => input instanceof vscode.TabInputTextDiff && input.modified.toString() === uri.toString(),
    );
  await vscode.window.tabGroups.close(tabs);
}
