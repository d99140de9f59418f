import { type EngineProcess } from '../../src/engine/engineProcess.ts';
import { groupBy } from '../../src/core/replay/groupBy.ts';
import { type ExplanationCase, type HeldoutDocument } from './heldout.ts';
import { chrF, mean } from './metrics.ts';

const HANDLE = 'eval';
const EXPLANATION_TOKENS = 48;

/** How well a model foresees one language's files. */
export interface LanguageRow {
  readonly language: string;
  readonly bytes: number;
  readonly tokens: number;
  readonly bitsPerByte: number;
  /** Share of tokens that were the most probable; vocabularies differ, so compare models by bits per byte. */
  readonly nextToken: number;
}

/** Bits per byte and next-token accuracy by language, on at most `bytesPerLanguage` of each. */
export async function evaluateLanguage(
  engine: EngineProcess,
  documents: readonly HeldoutDocument[],
  bytesPerLanguage: number,
): Promise<readonly LanguageRow[]> {
  const rows: LanguageRow[] = [];
  for (const [language, group] of groupBy(documents, (one) => one.language)) {
    const sum = { tokens: 0, bytes: 0, logProbability: 0, hits: 0 };
    for (const { text } of group) {
      if (sum.bytes >= bytesPerLanguage) {
        break;
      }
      const limited = text.slice(0, bytesPerLanguage - sum.bytes);
      const score = await engine.request('text/score', { handle: HANDLE, text: limited });
      sum.tokens += score.tokens;
      sum.bytes += score.bytes;
      sum.logProbability += score.logProbability;
      sum.hits += score.hits;
    }
    rows.push({
      language,
      bytes: sum.bytes,
      tokens: sum.tokens,
      bitsPerByte: -sum.logProbability / Math.LN2 / sum.bytes,
      nextToken: sum.hits / sum.tokens,
    });
  }
  return rows;
}

/** Mean chrF of one-sentence explanations against what the authors wrote; undefined for a model with no chat turns. */
export async function evaluateExplanations(
  engine: EngineProcess,
  cases: readonly ExplanationCase[],
): Promise<number> {
  const scores: number[] = [];
  for (const one of cases) {
    scores.push(chrF(await explain(engine, one), one.doc));
  }
  return mean(scores);
}

/** One sentence about a piece of code, in the turns that the built-in model is trained on. */
export async function explain(
  engine: EngineProcess,
  { language, code, id }: ExplanationCase,
): Promise<string> {
  const question = `Explain this ${language} code in one sentence:\n\`\`\`${language}\n${code}\n\`\`\``;
  const { text } = await engine.request('text/generate', {
    handle: HANDLE,
    purpose: 'chat',
    group: String(id),
    prompt: {
      kind: 'pieces',
      pieces: [
        { control: '<|user|>' },
        { text: `\n${question}` },
        { control: '<|end|>' },
        { text: '\n' },
        { control: '<|assistant|>' },
        { text: '\n' },
      ],
    },
    maxTokens: EXPLANATION_TOKENS,
    temperature: 0,
  });
  return text.trim();
}
