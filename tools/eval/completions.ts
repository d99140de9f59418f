import { type CompletionCase } from '../support/cases.ts';
import { agreementOf } from './agreement.ts';
import { groupBy } from '../../src/core/replay/groupBy.ts';
import { mean, shareOf, type Judged, type Share } from './metrics.ts';

/** A suggestion for a case; '' when nothing was shown. */
export interface Suggested {
  readonly text: string;
  readonly confidence?: number | undefined;
  readonly totalMs?: number | undefined;
}

/** What came of all cases of one kind in one language. */
export interface CompletionRow {
  readonly kind: string;
  readonly language: string;
  readonly exact: Share;
  /** Mean over all cases, 0 for those with nothing shown. */
  readonly similarity: number;
  readonly shown: Share;
}

export interface CompletionReport {
  readonly rows: readonly CompletionRow[];
  /** The suggestions that were shown, with their confidence. */
  readonly judged: readonly Judged[];
  readonly medianMs: number | undefined;
}

/** Asks for a suggestion in every case and compares it with what stood there. */
export async function evaluateCompletions(
  cases: readonly CompletionCase[],
  suggest: (one: CompletionCase) => Suggested | Promise<Suggested>,
): Promise<CompletionReport> {
  const answers: Answer[] = [];
  for (const one of cases) {
    answers.push(compare(one, await suggest(one)));
  }
  const times = answers.flatMap(({ totalMs }) => totalMs ?? []).sort((a, b) => a - b);
  return {
    rows: [...groupBy(answers, ({ kind, language }) => `${kind} ${language}`).values()].map(toRow),
    judged: answers.flatMap(({ isShown, confidence, isRight }) =>
      isShown && confidence !== undefined ? [{ confidence, isRight }] : [],
    ),
    medianMs: times[Math.floor(times.length / 2)],
  };
}

interface Answer {
  readonly kind: string;
  readonly language: string;
  readonly isShown: boolean;
  readonly isRight: boolean;
  readonly similarity: number;
  readonly confidence: number | undefined;
  readonly totalMs: number | undefined;
}

function compare(one: CompletionCase, { text, confidence, totalMs }: Suggested): Answer {
  const { isEqual, similarity } = agreementOf(one, text);
  return {
    kind: one.kind ?? '',
    language: one.languageId,
    isShown: text !== '',
    isRight: isEqual,
    similarity,
    confidence,
    totalMs,
  };
}

function toRow(answers: readonly Answer[]): CompletionRow {
  return {
    kind: answers[0]?.kind ?? '',
    language: answers[0]?.language ?? '',
    exact: shareOf(answers.filter(({ isRight }) => isRight).length, answers.length),
    similarity: mean(answers.map(({ similarity }) => similarity)),
    shown: shareOf(answers.filter(({ isShown }) => isShown).length, answers.length),
  };
}
