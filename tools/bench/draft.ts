import { readFileSync } from 'node:fs';
import path from 'node:path';
import { CopyingText, DRAFT_TOKENS } from '../../src/engine/worker/copyingText.ts';
import { openRuntime } from '../../src/engine/worker/llamaRuntime.ts';
import { type NativeModel, type TokenId } from '../../src/engine/worker/nativeRuntime.ts';
import { BUILT_IN_MODEL, ROOT } from '../support/headlessEngine.ts';
import { BIG_MODEL, bigModel } from './bigModel.ts';
import { type BenchOptions, figure, type Figure } from './figures.ts';

const TRIALS = 40;
/** So much stands before what is read, as in a prompt of the extension. */
const READ_TOKENS = 300;
/** How many tokens are read at once: a draft, and the token before it. */
const AT_ONCE = [2, 3, 4, 1 + DRAFT_TOKENS];
/** A text is copied from so many places, so many tokens from each: a line of code. */
const COPIES = 12;
const COPIED_TOKENS = 12;

/**
 * What drafting the next tokens and having the model check them saves, on one thread: reading N tokens at once, which
 * is the least that checking N − 1 costs, against reading one. Where it takes N times as long, no draft can pay, however
 * often it is right; below that, the share that must be right follows. And a line of a text that is open, written with drafts
 * against without: the best that they can come to.
 */
export async function measureDraft({ progress, model }: BenchOptions): Promise<readonly Figure[]> {
  const models: readonly (readonly [string, string])[] =
    model === undefined
      ? [
          ['built-in model', BUILT_IN_MODEL],
          [BIG_MODEL, await bigModel()],
        ]
      : [[path.basename(model), model]];
  const figures: Figure[] = [];
  const runtime = await openRuntime({ backend: 'cpu', threads: 1, log: () => undefined });
  for (const [name, file] of models) {
    const loaded = await runtime.loadModel(file, () => undefined);
    figures.push(...(await readOften(loaded, name)), await copyOften(loaded, name));
    await loaded.dispose();
    progress(name);
  }
  return figures;
}

/** The tokens of a file of this project. */
function openText(model: NativeModel): readonly TokenId[] {
  return model.tokenize(readFileSync(path.join(ROOT, 'src/core/completion/brackets.ts'), 'utf8'));
}

/** How long lines take that stand elsewhere already, with drafts, against without. */
async function copyOften(model: NativeModel, name: string): Promise<Figure> {
  const tokens = openText(model);
  const sequence = await model.createSequence({ contextTokens: READ_TOKENS * 2, numerics: 'fast' });
  const timed = async (before: readonly TokenId[], mostAtOnce: number): Promise<number> => {
    await sequence.reuse(before.slice(0, -1));
    const copying = new CopyingText(sequence, [tokens], before);
    const steps = copying.decode(before.slice(-1), 0, () => mostAtOnce)[Symbol.asyncIterator]();
    const startedAt = performance.now();
    for (let count = 0; count < COPIED_TOKENS; count++) {
      await steps.next();
    }
    return performance.now() - startedAt;
  };
  const ratios: number[] = [];
  for (let copy = 0; copy < COPIES; copy++) {
    const before = tokens.slice(0, READ_TOKENS + copy * COPIED_TOKENS);
    await sequence.prefill(before.slice(await sequence.reuse(before), -1));
    const alone = await timed(before, 1);
    ratios.push((await timed(before, 1 + DRAFT_TOKENS)) / alone);
  }
  await sequence.dispose();
  return figure(`${COPIED_TOKENS} tokens that stand elsewhere, drafted against not, ${name}`, '×', ratios);
}

async function readOften(model: NativeModel, name: string): Promise<readonly Figure[]> {
  const tokens = openText(model);
  const sequence = await model.createSequence({ contextTokens: READ_TOKENS * 2, numerics: 'fast' });
  const timed = async (count: number): Promise<number> => {
    await sequence.reuse(tokens.slice(0, READ_TOKENS));
    const startedAt = performance.now();
    await sequence.likely(tokens.slice(READ_TOKENS, READ_TOKENS + count), 1);
    return performance.now() - startedAt;
  };
  await sequence.reuse([]);
  await sequence.prefill(tokens.slice(0, READ_TOKENS));
  await timed(1);
  const one: number[] = [];
  const ratios = new Map<number, number[]>(AT_ONCE.map((count) => [count, []]));
  for (let trial = 0; trial < TRIALS; trial++) {
    // Beside each other, so that what else the machine does meets both.
    const single = await timed(1);
    one.push(single);
    for (const [count, samples] of ratios) {
      samples.push((await timed(count)) / single);
    }
  }
  await sequence.dispose();
  return [
    figure(`one token, ${name}`, 'ms', one),
    ...Array.from(ratios, ([count, samples]) =>
      figure(`${count} tokens at once against one, ${name}`, '×', samples),
    ),
  ];
}
