import {
  NOTHING_ASIDE,
  PIPELINE_IDEAS,
  WHOLE_PIPELINE,
  type Ablation,
  type PipelineIdea,
} from '../../src/core/completion/pipelineIdeas.ts';

/** Prefix and suffix alone into the model, as it was taught to read them: what the pipeline has to beat. */
const PREFIX_AND_SUFFIX = 'everythingButSuffix';

/** Several ideas at once, by a name of their own. */
const COMBINATIONS: ReadonlyMap<string, Ablation> = new Map([
  ['everything', new Set(PIPELINE_IDEAS)],
  // What keeps the model from writing anything twice, or further than it is of use.
  ['earlyStopAndReuse', new Set<PipelineIdea>(['earlyStop', 'cache', 'adoption'])],
  [PREFIX_AND_SUFFIX, new Set(PIPELINE_IDEAS.filter((idea) => idea !== 'suffix'))],
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

/** The pipeline without the named idea or combination of ideas. Throws with the names there are. */
export function variantWithout(name: string): Variant {
  const combination = COMBINATIONS.get(name);
  if (combination !== undefined) {
    return {
      ablated: name,
      ablation: combination,
      ...(name === PREFIX_AND_SUFFIX ? { asTaught: true } : {}),
    };
  }
  if (!isIdea(name)) {
    const names = [...PIPELINE_IDEAS, ...COMBINATIONS.keys()].join(', ');
    throw new Error(`--ablate: no idea is called ${name}; there are ${names}`);
  }
  if (NOTHING_ASIDE.has(name)) {
    throw new Error(
      `--ablate: ${name} is done for a request that may come, and is no part of this; there are measurements for that alone: bench -- --only ahead,prewarm`,
    );
  }
  return { ablated: name, ablation: new Set([name]) };
}

/**
 * The whole pipeline, and what it is to be compared with: without each named idea, or for `all` without each there is, then
 * without several.
 * What is done aside is no part of `all`: a case is asked for once, so that it pays for nothing.
 */
export function variantsFor(choice: string | undefined): readonly Variant[] {
  const all = [...PIPELINE_IDEAS.filter((idea) => !NOTHING_ASIDE.has(idea)), ...COMBINATIONS.keys()];
  const names = choice === undefined ? [] : choice === 'all' ? all : choice.split(',');
  return [WHOLE, ...names.map(variantWithout)];
}

function isIdea(name: string): name is PipelineIdea {
  return PIPELINE_IDEAS.some((idea) => idea === name);
}
