import { NOTHING_ASIDE, type PipelineIdea } from '../../src/core/completion/pipelineIdeas.ts';
import { type FileOrigin } from '../../src/core/replay/otherFiles.ts';
import { type CompletionCase } from '../support/cases.ts';

/** The ideas that a measurement can tell nothing of, with the reason: leaving them out would compare nothing. */
export type NotMeasurable = ReadonlyMap<PipelineIdea, string>;

/** What each idea about other texts needs of them. */
const NEEDS = new Map<PipelineIdea, readonly FileOrigin[]>([
  ['openFiles', ['open', 'recentEdit', 'visited', 'import']],
  ['places', ['recentEdit', 'visited']],
  ['definitions', ['definition']],
  ['imports', ['open']],
  ['cells', ['cell']],
]);

/** What a text far from the cursor is there for, be it the document's own alone. */
const ALWAYS = ['neighbours', 'elsewhere', 'ranking', 'steadyNeighbours'] as const;

const ASKED_ONCE = 'each case is asked for once; replay and bench -- --only trace type on';

/** What no measurement by the request tells anything of. */
export const NOT_MEASURABLE: NotMeasurable = new Map(
  [...NOTHING_ASIDE].map((idea) => [
    idea,
    'it is done for a request that may come, and is no part of this; there are measurements for that alone: bench -- --only ahead,prewarm',
  ]),
);

/** What a trace of keys tells nothing of. */
export const NOT_MEASURABLE_BY_TRACES: NotMeasurable = new Map([
  ...NOT_MEASURABLE,
  ...[...NEEDS.keys(), ...ALWAYS].map(
    (idea) => [idea, 'a trace has no text beside the document; eval and replay have'] as const,
  ),
  ['shape', 'a suggestion of a trace is one line, as a server is asked for; eval and replay have several'],
  ['constructEnd', 'a suggestion of a trace is one line; eval and replay have several'],
  ['cutBrokenSyntax', 'no syntax is read in a trace; eval and replay do it'],
]);

/** What a history tells nothing of. */
export const NOT_MEASURABLE_BY_HISTORIES: NotMeasurable = new Map([
  ...NOT_MEASURABLE,
  ['cells', 'no notebook is typed in a history; there are cases of notebooks: cases -- --notebooks'],
]);

/** What cases tell nothing of, by where the texts beside their documents come from. */
export function notMeasurableByCases(cases: readonly Pick<CompletionCase, 'files'>[]): NotMeasurable {
  const origins = new Set<FileOrigin>(
    cases.flatMap(({ files = [] }) => files.map(({ origin = 'open' }) => origin)),
  );
  const missing = [...NEEDS].filter(([, needed]) => !needed.some((origin) => origins.has(origin)));
  return new Map([
    ...NOT_MEASURABLE,
    ...missing.map(
      ([idea]) =>
        [idea, 'no case has a file that it is about: see the origin of files in the README'] as const,
    ),
    ['steadyNeighbours', 'other texts are chosen once for each case; replay does it time and again'],
    ['cache', ASKED_ONCE],
    ['adoption', ASKED_ONCE],
  ]);
}
