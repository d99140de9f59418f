import { type CompletionOutcome } from '../completion/completionOutcome.ts';
import { type CompletionService } from '../completion/completionService.ts';
import { type DocumentContext } from '../completion/documentContext.ts';
import { fromLineStart, readFrom, readTo } from '../completion/readWindow.ts';
import { type SurePart } from '../completion/sureText.ts';
import { type Counts, EXPECTATION_BINS, oneOfConfidence, sumOfCounts } from '../ledger/counts.ts';
import { keysExpected, withoutSpace } from '../ledger/expectationTracker.ts';
import { type CommitPassages, type FilePassage } from './drawPassages.ts';
import { completeAt, type Asking } from './completeAt.ts';
import { groupBy } from './groupBy.ts';
import { indentationOf } from './indentationOf.ts';
import { type Tally, typePassage } from './typePassage.ts';
import { type SessionStart, WritingSession } from './writingSession.ts';

/** How often the model was right of what it expected, shown or not; see Counts. */
export type Expectations = Pick<Counts, 'expectedByConfidence' | 'rightByConfidence'>;

/** What came of typing the passages of one file in one commit. */
export interface ReplayRow extends Tally, Expectations {
  readonly commit: string;
  readonly path: string;
  readonly languageId: string;
  /** Requests that the engine had to write for; the others were skipped or answered from the cache. */
  readonly generations: number;
  readonly engineMs: number;
  readonly promptTokens: number;
  /** Of those, what had not been read before. */
  readonly readTokens: number;
  readonly generatedTokens: number;
}

/** How a commit is typed. */
export interface Typing extends SessionStart {
  readonly asking: Asking;
  /** Ends it at once, in the middle of a passage. */
  readonly signal?: AbortSignal;
  /** Waited for before each request, with the keys that the commit has been written with so far. */
  readonly onKeys?: (keys: number) => Promise<void>;
}

/**
 * Types a commit's passages through the pipeline, file by file; of one that is ended, what was typed until then. The author has
 * those files open that the commit has written before, and others as they were. Throws the engine's error, if it had one.
 */
export async function replayCommit(
  completions: CompletionService,
  commit: string,
  { passages }: CommitPassages,
  { asking, signal = new AbortController().signal, onKeys, ...start }: Typing,
): Promise<readonly ReplayRow[]> {
  const rows: ReplayRow[] = [];
  const session = new WritingSession(start);
  let keysBefore = 0;
  for (const [path, inFile] of groupBy(passages, (passage) => passage.path)) {
    const cost = { generations: 0, engineMs: 0, promptTokens: 0, readTokens: 0, generatedTokens: 0 };
    const tallies: Tally[] = [];
    const expectations: Partial<Expectations>[] = [];
    for (const passage of inFile) {
      if (signal.aborted) {
        break;
      }
      session.goTo(passage, keysBefore);
      const tally = await typePassage(
        passage,
        async (before, after, keys) => {
          await onKeys?.(keysBefore + keys);
          const document = documentOf(commit, passage, before, after);
          const others =
            asking.others ?? (await session.othersAt({ path, before, after }, document, keysBefore + keys));
          const outcome = await completeAt(completions, document, { ...asking, others }, signal);
          if (outcome.cost !== undefined) {
            cost.generations++;
            cost.engineMs += outcome.cost.totalMs;
            cost.promptTokens += outcome.cost.promptTokens;
            cost.readTokens += outcome.cost.promptTokens - outcome.cost.reusedTokens;
            cost.generatedTokens += outcome.cost.generatedTokens;
          }
          expectations.push(judged(expectedIn(outcome), lineAfter(passage, before)));
          return outcome.kind === 'suggestion' ? outcome : undefined;
        },
        () => signal.aborted,
      );
      keysBefore += tally.typed + tally.completed;
      session.noteWritten({ ...passage, before: passage.before + passage.typed }, keysBefore);
      tallies.push(tally);
    }
    session.leave({ path, text: inFile.map(textOf).at(-1) ?? '' });
    if (tallies.length > 0) {
      const { expectedByConfidence, rightByConfidence } = sumOfCounts(expectations);
      rows.push({
        ...{ commit, path, languageId: inFile[0]?.languageId ?? '' },
        ...{ ...sumOf(tallies), ...cost, expectedByConfidence, rightByConfidence },
      });
    }
  }
  return rows;
}

/** What follows on the line that is typed. */
function lineAfter(passage: FilePassage, before: string): string {
  const [line = ''] = textOf(passage).slice(before.length).split('\n', 1);
  return line;
}

/** What a model that was just asked expects. */
function expectedIn({ asked }: CompletionOutcome): Partial<SurePart> {
  return asked === undefined ? {} : asked.sure;
}

function judged({ expected = '', confidence = 0 }: Partial<SurePart>, line: string): Partial<Expectations> {
  const keys = keysExpected(expected);
  if (keys === undefined) {
    return {};
  }
  const one = oneOfConfidence(confidence, EXPECTATION_BINS);
  const isRight = withoutSpace(line).startsWith(keys);
  return { expectedByConfidence: one, ...(isRight ? { rightByConfidence: one } : {}) };
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
