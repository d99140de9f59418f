import { type EnginePrompt } from '../protocol.ts';
import { CANDIDATES, type CopyingText } from './copyingText.ts';
import { type NativeSequence, type ScoredToken, type TokenId } from './nativeRuntime.ts';
import { type TakenBack, type TokenHealing } from './tokenHealing.ts';

/** When the engine's steps are done, and when no more. */
export interface Turns {
  readonly signal: AbortSignal;
  /** Runs one step while nothing else is in the engine. */
  readonly exclusively: <T>(step: () => Promise<T>) => Promise<T>;
}

/** What the end of a prompt is mended with. */
export interface MendingTools {
  readonly healing: TokenHealing;
  readonly sequence: NativeSequence;
  readonly copying: CopyingText;
  /** Evaluates the tokens from an index on, unless the signal aborts. */
  readonly prefill: (tokens: readonly TokenId[], from: number) => Promise<unknown>;
  readonly turns: Turns;
}

/** What a prompt goes on with. */
export interface MendedEnd {
  /** Written in place of what was taken back; empty where the model thinks of nothing that begins so. */
  readonly written: readonly ScoredToken[];
  /** Still to be evaluated. */
  readonly next: readonly TokenId[];
}

/**
 * Takes the word at the cursor back where it is the prompt's end, or stands right before the token that asks for the
 * middle. Undefined for a text that another one follows in the prompt, and for a chat.
 */
export function takeBack(
  healing: TokenHealing,
  prompt: EnginePrompt,
  tokens: readonly TokenId[],
): TakenBack | undefined {
  if (prompt.kind === 'plain') {
    return healing.takeBack(tokens);
  }
  const taken = endsAtCursor(prompt) ? healing.takeBack(tokens.slice(0, -1)) : undefined;
  return taken && { ...taken, prompt: [...taken.prompt, ...tokens.slice(-1)] };
}

/**
 * What is read before anything is asked: all but the last token, which is evaluated when it is asked what follows, or all
 * where that is known already.
 */
export function bodyOf({ prompt }: TakenBack, { looks }: TokenHealing): readonly TokenId[] {
  return looks.after(prompt) === undefined ? prompt.slice(0, -1) : prompt;
}

/** Whether nothing but the token that asks for the middle stands behind the text before the cursor. */
export function endsAtCursor(prompt: EnginePrompt): boolean {
  return prompt.kind === 'fillInTheMiddle' && prompt.order === 'suffixFirst';
}

/** Writes what was taken back anew. What it comes to after an abort is of no use. */
export async function mendEnd(
  tools: MendingTools,
  takenBack: TakenBack,
  alternative: number | undefined,
): Promise<MendedEnd> {
  const { healing, copying, turns } = tools;
  const { prompt, tokens } = takenBack;
  const healed = await healing.heal(takenBack, (path) => foresee(tools, prompt, path), alternative);
  // Where the model thinks of nothing that begins so, it goes on from what stands there.
  const end = healed?.tokens ?? tokens;
  const begun = end.slice(0, -1);
  if (!turns.signal.aborted) {
    await goTo(tools, [...prompt, ...begun]);
    copying.wrote(begun);
  }
  const next = end.slice(-1);
  if (healed === undefined) {
    return { written: [], next };
  }
  // The probability is that of all of them together.
  const written = [
    ...begun.map((token) => ({ token, probability: 1 })),
    ...next.map((token) => ({ token, probability: healed.probability })),
  ];
  return { written, next };
}

/** What may follow the prompt and a path after it, wherever the cache was before. */
async function foresee(
  tools: MendingTools,
  prompt: readonly TokenId[],
  path: readonly TokenId[],
): Promise<readonly ScoredToken[]> {
  const tokens = [...prompt, ...path];
  const candidates = tools.healing.looks.after(tokens) ?? (await look(tools, tokens));
  return tools.copying.amid(candidates, path);
}

/** Nothing after an abort, when the cache may hold a part of the tokens alone. */
async function look(tools: MendingTools, tokens: readonly TokenId[]): Promise<readonly ScoredToken[]> {
  const { sequence, turns, healing } = tools;
  await goTo(tools, tokens.slice(0, -1));
  if (turns.signal.aborted) {
    return [];
  }
  const candidates = await turns.exclusively(() => sequence.likely(tokens.slice(-1), CANDIDATES));
  healing.looks.keep(tokens, candidates);
  return candidates;
}

/** Has the cache hold these tokens and no others. */
async function goTo({ sequence, prefill, turns }: MendingTools, tokens: readonly TokenId[]): Promise<void> {
  const reused = await turns.exclusively(() => sequence.reuse(tokens));
  await prefill(tokens, reused);
}
