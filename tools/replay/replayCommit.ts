import { type CompletionService } from '../../src/core/completion/completionService.ts';
import { type DocumentContext } from '../../src/core/completion/documentContext.ts';
import { fromLineStart, readFrom, readTo } from '../../src/core/completion/readWindow.ts';
import { groupBy } from '../eval/heldout.ts';
import { completeAt, indentationOf, WHILE_TYPING, type Asking } from '../support/caseDocument.ts';
import { type CommitPassages, type FilePassage } from './commitPassages.ts';
import { typePassage, type Tally } from './typePassage.ts';

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

/** Types a commit's passages through the pipeline, file by file. Throws the engine's error, if it had one. */
export async function replayCommit(
  completions: CompletionService,
  commit: string,
  { passages }: CommitPassages,
  asking: Asking = WHILE_TYPING,
): Promise<readonly ReplayRow[]> {
  const rows: ReplayRow[] = [];
  for (const [path, inFile] of groupBy(passages, (passage) => passage.path)) {
    const cost = { generations: 0, engineMs: 0, promptTokens: 0, generatedTokens: 0 };
    const tallies: Tally[] = [];
    for (const passage of inFile) {
      tallies.push(
        await typePassage(passage, async (before, after) => {
          const document = documentOf(commit, passage, before, after);
          const outcome = await completeAt(completions, document, asking);
          if (outcome.cost !== undefined) {
            cost.generations++;
            cost.engineMs += outcome.cost.totalMs;
            cost.promptTokens += outcome.cost.promptTokens;
            cost.generatedTokens += outcome.cost.generatedTokens;
          }
          return outcome.kind === 'suggestion' ? outcome : undefined;
        }),
      );
    }
    rows.push({ commit, path, languageId: inFile[0]?.languageId ?? '', ...sumOf(tallies), ...cost });
  }
  return rows;
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
