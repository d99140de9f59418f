import { type CompletionOutcome } from '../../src/core/completion/completionOutcome.ts';
import { type CompletionCase } from './cases.ts';

/** What came of one case, as `complete` writes it; README, “Headless use”. */
export interface CompletionRow {
  readonly id: string | number;
  /** Empty where nothing is shown. */
  readonly text: string;
  readonly shown: boolean;
  readonly reason: string | null;
  readonly confidence: number | null;
  readonly firstTokenMs: number | null;
  readonly totalMs: number;
  readonly promptTokens: number;
  readonly generatedTokens: number;
}

/** The row of a case and what the pipeline made of it. */
export function completionRow(one: CompletionCase, outcome: CompletionOutcome): CompletionRow {
  const { cost } = outcome;
  return {
    id: one.id,
    text: outcome.kind === 'suggestion' ? outcome.text : '',
    shown: outcome.kind === 'suggestion',
    reason: outcome.kind === 'suggestion' ? null : outcome.reason,
    confidence: outcome.confidence ?? null,
    firstTokenMs: cost?.firstTokenMs ?? null,
    totalMs: outcome.elapsedMs,
    promptTokens: cost?.promptTokens ?? 0,
    generatedTokens: cost?.generatedTokens ?? 0,
  };
}
