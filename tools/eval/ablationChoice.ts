import {
  PIPELINE_IDEAS,
  WHOLE_PIPELINE,
  type Ablation,
  type PipelineIdea,
} from '../../src/core/completion/pipelineIdeas.ts';
import { type NotMeasurable } from './notMeasurable.ts';

/** Prefix and suffix alone into the model, as it was taught to read them: what the pipeline has to beat. */
const PREFIX_AND_SUFFIX = 'everythingButSuffix';

/** Several ideas at once, by a name of their own. */
const COMBINATIONS: ReadonlyMap<string, Ablation> = new Map([
  ['everything', new Set(PIPELINE_IDEAS)],
  // What keeps the model from writing anything twice, or further than it is of use.
  ['earlyStopAndReuse', new Set<PipelineIdea>(['earlyStop', 'cache', 'adoption'])],
  [PREFIX_AND_SUFFIX, everythingBut('suffix')],
  // Without it every text is shown, and most are wrong: with it, shares of what is completed compare at as many wrong ones.
  ['everythingButConfidence', everythingBut('confidence')],
]);

/** A pipeline to measure, with the name of what it lacks. */
export interface Variant {
  /** Null for the whole pipeline. */
  readonly ablated: string | null;
  readonly ablation: Ablation;
  /** Whether the model is shown the text after the cursor as it was taught, even where it is better off without. */
  readonly asTaught?: true;
}

export const WHOLE: Variant = { ablated: null, ablation: WHOLE_PIPELINE };

/**
 * The pipeline without the named idea or combination of ideas, or without several: `openFiles+definitions`. Throws with the
 * names there are, and with the reason where the measurement tells nothing of the idea.
 */
export function variantWithout(name: string, notMeasurable: NotMeasurable): Variant {
  const combination = COMBINATIONS.get(name);
  if (combination !== undefined) {
    return {
      ablated: name,
      ablation: combination,
      ...(name === PREFIX_AND_SUFFIX ? { asTaught: true } : {}),
    };
  }
  const parts = name.split('+');
  if (parts.length > 1) {
    const without = parts.map((part) => variantWithout(part, notMeasurable));
    return {
      ablated: name,
      ablation: new Set(without.flatMap(({ ablation }) => [...ablation])),
      ...(without.some(({ asTaught }) => asTaught) ? { asTaught: true } : {}),
    };
  }
  if (!isIdea(name)) {
    const names = [...PIPELINE_IDEAS, ...COMBINATIONS.keys()].join(', ');
    throw new Error(`--ablate: no idea is called ${name}; there are ${names}`);
  }
  const reason = notMeasurable.get(name);
  if (reason !== undefined) {
    throw new Error(`--ablate: ${name}: ${reason}`);
  }
  return { ablated: name, ablation: new Set([name]) };
}

/**
 * The whole pipeline, and what it is to be compared with: without each named idea, or for `all` without each of which the
 * measurement tells anything, then without several.
 */
export function variantsFor(choice: string | undefined, notMeasurable: NotMeasurable): readonly Variant[] {
  const told = PIPELINE_IDEAS.filter((idea) => !notMeasurable.has(idea));
  const all = [...told, ...COMBINATIONS.keys()];
  const names = choice === undefined ? [] : choice === 'all' ? all : choice.split(',');
  return [WHOLE, ...names.map((name) => variantWithout(name, notMeasurable))];
}

function everythingBut(kept: PipelineIdea): Ablation {
  return new Set(PIPELINE_IDEAS.filter((idea) => idea !== kept));
}

function isIdea(name: string): name is PipelineIdea {
  return PIPELINE_IDEAS.some((idea) => idea === name);
}
