import { type CompletionOutcome } from '../../src/core/completion/completionOutcome.ts';
import { type CompletionCase } from '../support/cases.ts';
import { completionRow, type CompletionRow } from '../support/completionRow.ts';
import { agreementOf } from './agreement.ts';
import { badShows, type BadShow } from './badShow.ts';

/** What came of a case, and how good it is. */
export interface EvalRow extends CompletionRow {
  readonly kind: string;
  readonly languageId: string;
  /** The idea that was left out; null for the whole pipeline. */
  readonly ablated: string | null;
  /** Shown, and the same as what the author wrote but for white space around it. */
  readonly exact: boolean;
  /** Shown, and right as far as it goes: what the author wrote, or the beginning of it. */
  readonly right: boolean;
  /** 0 to 1; 0 where nothing is shown. */
  readonly editSimilarity: number;
  /** Characters right before the first wrong one; 0 where nothing is shown. */
  readonly charsBeforeError: number;
  readonly bad: readonly BadShow[];
}

/** Judges what the pipeline, whole or without an idea, made of a case. */
export function judgeCase(one: CompletionCase, outcome: CompletionOutcome, ablated: string | null): EvalRow {
  const row = completionRow(one, outcome);
  const replaceLength = outcome.kind === 'suggestion' ? outcome.replaceLength : 0;
  const { isEqual, isBeginning, similarity, charsBeforeError } = agreementOf(one, row.text, replaceLength);
  return {
    ...row,
    kind: one.kind ?? '',
    languageId: one.languageId,
    ablated,
    exact: row.shown && isEqual,
    right: row.shown && isBeginning,
    editSimilarity: similarity,
    charsBeforeError: row.shown ? charsBeforeError : 0,
    // With what the author wrote, the document was in that very state.
    bad: row.shown && !isBeginning ? badShows(one, row.text, replaceLength) : [],
  };
}
