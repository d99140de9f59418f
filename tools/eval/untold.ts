import { type NeighbourOrigin } from '../../src/core/completion/neighbours/neighbour.ts';
import { NOTHING_ASIDE, type PipelineIdea } from '../../src/core/completion/pipelineIdeas.ts';
import { type CompletionCase } from '../support/cases.ts';

/** The ideas that a measurement can tell nothing of, with the reason: leaving them out would compare nothing. */
export type Untold = ReadonlyMap<PipelineIdea, string>;

/** What each idea about other texts needs of them. */
const NEEDS: ReadonlyMap<PipelineIdea, readonly NeighbourOrigin[]> = new Map([
  ['neighbours', ['open', 'recentEdit', 'visited', 'definition', 'import', 'cell']],
  ['openFiles', ['open']],
  ['places', ['recentEdit', 'visited']],
  ['definitions', ['definition', 'import']],
  ['imports', ['open']],
  ['cells', ['cell']],
  ['ranking', ['open', 'recentEdit', 'visited', 'definition', 'import', 'cell']],
]);

/** What no measurement by the request tells anything of. */
export const UNTOLD: Untold = new Map(
  [...NOTHING_ASIDE].map((idea) => [
    idea,
    'it is done for a request that may come, and is no part of this; there are measurements for that alone: bench -- --only ahead,prewarm',
  ]),
);

/** What a trace of keys tells nothing of. */
export const UNTOLD_BY_TRACES: Untold = new Map([
  ...UNTOLD,
  ...[...NEEDS.keys(), 'steadyNeighbours' as const].map(
    (idea) => [idea, 'a trace has no text beside the document; eval and replay have'] as const,
  ),
]);

/** What a history tells nothing of. */
export const UNTOLD_BY_HISTORIES: Untold = new Map([
  ...UNTOLD,
  ['cells', 'no notebook is typed in a history; there are cases of notebooks: cases -- --notebooks'],
]);

/** What cases tell nothing of, by where the texts beside their documents come from. */
export function untoldByCases(cases: readonly Pick<CompletionCase, 'files'>[]): Untold {
  const origins = new Set<NeighbourOrigin>(
    cases.flatMap(({ files = [] }) => files.map(({ origin = 'open' }) => origin)),
  );
  const missing = [...NEEDS].filter(([, needed]) => !needed.some((origin) => origins.has(origin)));
  return new Map([
    ...UNTOLD,
    ...missing.map(([idea]) => [idea, 'no case has a file that comes from there'] as const),
    ['steadyNeighbours', 'other texts are chosen once for each case; replay does it with each line'],
  ]);
}
