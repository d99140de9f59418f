import { type CompletionService } from '../completion/completionService.ts';
import { type DocumentContext } from '../completion/documentContext.ts';
import { type CopiedText } from '../completion/neighbours/otherTexts.ts';
import { fromLineStart, readFrom, readTo } from '../completion/readWindow.ts';
import { type CommitPassages, type FilePassage } from './drawPassages.ts';
import { completeAt, type Asking } from './completeAt.ts';
import { groupBy } from './groupBy.ts';
import { indentationOf } from './indentationOf.ts';
import { OtherFiles } from './otherFiles.ts';
import { type Tally, typePassage } from './typePassage.ts';

/** What came of typing the passages of one file in one commit. */
export interface ReplayRow extends Tally {
  readonly commit: string;
  readonly path: string;
  readonly languageId: string;
  /** Requests that the engine had to write for; the others were skipped or answered from the cache. */
  readonly generations: number;
  readonly engineMs: number;
  readonly promptTokens: number;
  readonly generatedTokens: number;
}

/** How a commit is typed. */
export interface Typing {
  readonly asking: Asking;
  /** Ends it at once, in the middle of a passage. */
  readonly signal?: AbortSignal;
  /** Waited for before each request, with the keys that the commit has been written with so far. */
  readonly onKeys?: (keys: number) => Promise<void>;
}

/**
 * Types a commit's passages through the pipeline, file by file; of one that is ended, what was typed until then. Of other
 * files the author has those open that the commit has written before. Throws the engine's error, if it had one.
 */
export async function replayCommit(
  completions: CompletionService,
  commit: string,
  { passages }: CommitPassages,
  { asking, signal = new AbortController().signal, onKeys }: Typing,
): Promise<readonly ReplayRow[]> {
  const rows: ReplayRow[] = [];
  const written: CopiedText[] = [];
  let keysBefore = 0;
  for (const [path, inFile] of groupBy(passages, (passage) => passage.path)) {
    const cost = { generations: 0, engineMs: 0, promptTokens: 0, generatedTokens: 0 };
    const tallies: Tally[] = [];
    const files = new OtherFiles(written.toReversed());
    for (const passage of inFile) {
      if (signal.aborted) {
        break;
      }
      const others = files.near(documentOf(commit, passage, passage.before, passage.after));
      const tally = await typePassage(
        passage,
        async (before, after, keys) => {
          await onKeys?.(keysBefore + keys);
          const document = documentOf(commit, passage, before, after);
          const outcome = await completeAt(completions, document, { others, ...asking }, signal);
          if (outcome.cost !== undefined) {
            cost.generations++;
            cost.engineMs += outcome.cost.totalMs;
            cost.promptTokens += outcome.cost.promptTokens;
            cost.generatedTokens += outcome.cost.generatedTokens;
          }
          return outcome.kind === 'suggestion' ? outcome : undefined;
        },
        () => signal.aborted,
      );
      keysBefore += tally.typed + tally.completed;
      tallies.push(tally);
    }
    written.push({ path, text: inFile.map(textOf).at(-1) ?? '' });
    if (tallies.length > 0) {
      rows.push({ commit, path, languageId: inFile[0]?.languageId ?? '', ...sumOf(tallies), ...cost });
    }
  }
  return rows;
}

/** The file once a passage is typed. */
function textOf({ before, typed, after }: FilePassage): string {
  return before + typed + after;
}

/** The document as the editor hands it to the pipeline. */
function documentOf(
  commit: string,
  { path, languageId }: FilePassage,
  before: string,
  after: string,
): DocumentContext {
  const start = readFrom(before.length);
  const prefix = before.slice(start);
  return {
    // No URI: the editor's own documents are never taken for it.
    documentId: `${commit}:${path}`,
    path,
    languageId,
    prefix: start === 0 ? prefix : fromLineStart(prefix),
    suffix: after.slice(0, readTo(0)),
    endOfLine: '\n',
    indentation: indentationOf(before + after),
  };
}

function sumOf(tallies: readonly Tally[]): Tally {
  const sum = { typed: 0, completed: 0, accepted: 0, shown: 0, wrong: 0, requests: 0 };
  for (const tally of tallies) {
    sum.typed += tally.typed;
    sum.completed += tally.completed;
    sum.accepted += tally.accepted;
    sum.shown += tally.shown;
    sum.wrong += tally.wrong;
    sum.requests += tally.requests;
  }
  return sum;
}
