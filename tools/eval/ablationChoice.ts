import {
  NOTHING_ASIDE,
  PIPELINE_IDEAS,
  WHOLE_PIPELINE,
  type Ablation,
  type PipelineIdea,
} from '../../src/core/completion/pipelineIdeas.ts';

/** Several ideas at once, by a name of their own. */
const COMBINATIONS: ReadonlyMap<string, Ablation> = new Map([
  ['everything', new Set(PIPELINE_IDEAS)],
  // What keeps the model from writing anything twice, or further than it is of use.
  ['earlyStopAndReuse', new Set<PipelineIdea>(['earlyStop', 'cache', 'adoption'])],
  // Prefix and suffix alone into the model: what the pipeline has to beat.
  ['everythingButSuffix', new Set(PIPELINE_IDEAS.filter((idea) => idea !== 'suffix'))],
]);

/** A pipeline to measure, with the name of what it lacks. */
export interface Variant {
  /** Null for the whole pipeline. */
  readonly ablated: string | null;
  readonly ablation: Ablation;
}

export const WHOLE: Variant = { ablated: null, ablation: WHOLE_PIPELINE };

/** The pipeline without the named idea or combination of ideas. Throws with the names there are. */
export function variantWithout(name: string): Variant {
  const combination = COMBINATIONS.get(name);
  if (combination !== undefined) {
    return { ablated: name, ablation: combination };
  }
  if (!isIdea(name)) {
    const names = [...PIPELINE_IDEAS, ...COMBINATIONS.keys()].join(', ');
    throw new Error(`--ablate: no idea is called ${name}; there are ${names}`);
  }
  return { ablated: name, ablation: new Set([name]) };
}

/**
 * The whole pipeline, and what it is to be compared with: without one idea, or for `all` without each, then without several.
 * What is done aside is no part of `all`: a case is asked for once, so that it pays for nothing.
 */
export function variantsFor(choice: string | undefined): readonly Variant[] {
  const all = [...PIPELINE_IDEAS.filter((idea) => !NOTHING_ASIDE.has(idea)), ...COMBINATIONS.keys()];
  const names = choice === undefined ? [] : choice === 'all' ? all : [choice];
  return [WHOLE, ...names.map(variantWithout)];
}

function isIdea(name: string): name is PipelineIdea {
  return PIPELINE_IDEAS.some((idea) => idea === name);
}
