import * as v from 'valibot';
import { EngineError } from '../engineError.ts';
import { BACKENDS, type EngineMethod, type EngineMethods } from '../protocol.ts';

const count = v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(16_000_000));
const handle = v.pipe(v.string(), v.maxLength(200));
const text = v.pipe(v.string(), v.maxLength(4_000_000));

const tokens = v.array(v.pipe(v.number(), v.integer(), v.minValue(0)));

const adapter = v.object({
  path: v.string(),
  scale: v.pipe(v.number(), v.finite()),
});

const piece = v.union([
  v.object({ text }),
  v.object({ control: v.pipe(v.string(), v.minLength(1), v.maxLength(200)) }),
  v.object({ markup: text }),
]);

/** What a prompt of a completion begins with. */
const promptStart = {
  neighbours: v.optional(v.pipe(v.array(v.object({ file: v.optional(text), text })), v.maxLength(100))),
  file: v.optional(text),
};

const SCHEMAS = {
  'engine/hello': v.object({
    protocolVersion: v.number(),
    backend: v.picklist(BACKENDS),
    threads: v.optional(v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(512))),
  }),
  'engine/ping': v.object({}),
  'model/load': v.object({
    handle,
    path: v.string(),
    contextTokens: v.optional(count),
    numerics: v.optional(v.picklist(['fast', 'exact'])),
    adapter: v.optional(adapter),
  }),
  'model/unload': v.object({ handle }),
  'model/score': v.object({ handle, tokens }),
  'model/continue': v.object({ handle, tokens, count }),
  'text/score': v.object({ handle, text }),
  'text/tokens': v.object({ handle, texts: v.pipe(v.array(text), v.maxLength(50_000)) }),
  'text/pieces': v.object({ handle, text }),
  'reading/keep': v.object({
    folder: v.pipe(v.string(), v.minLength(1)),
    budgetBytes: v.pipe(v.number(), v.integer(), v.minValue(0)),
    // 32 bytes.
    key: v.pipe(v.string(), v.base64(), v.length(44)),
  }),
  'reading/forget': v.object({}),
  'text/generate': v.object({
    handle,
    purpose: v.picklist(['completion', 'chat']),
    group: v.string(),
    prompt: v.variant('kind', [
      v.object({ kind: v.literal('plain'), ...promptStart, text }),
      v.object({
        kind: v.literal('fillInTheMiddle'),
        order: v.picklist(['prefixFirst', 'suffixFirst']),
        ...promptStart,
        header: text,
        prefix: text,
        suffix: text,
      }),
      v.object({ kind: v.literal('pieces'), pieces: v.pipe(v.array(piece), v.maxLength(10_000)) }),
    ]),
    maxTokens: count,
    healsTokens: v.optional(v.boolean()),
    onlyReads: v.optional(v.boolean()),
    keeps: v.optional(v.boolean()),
    alternative: v.optional(v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(100))),
    drafts: v.optional(v.boolean()),
    copyFrom: v.optional(v.pipe(v.array(text), v.maxLength(1000))),
    temperature: v.optional(v.pipe(v.number(), v.minValue(0), v.maxValue(5))),
    seed: v.optional(v.pipe(v.number(), v.integer())),
    repetitionPenalty: v.optional(v.pipe(v.number(), v.minValue(1), v.maxValue(3))),
    grammar: v.optional(v.pipe(v.string(), v.maxLength(1_000_000))),
    stop: v.optional(v.array(v.pipe(v.string(), v.minLength(1), v.maxLength(200)))),
  }),
} satisfies { [M in EngineMethod]: v.GenericSchema<unknown, EngineMethods[M]['params']> };

/** Checks what came over the wire. Throws `invalidParams` with the path of the first thing that is wrong. */
export function decodeParams<M extends EngineMethod>(method: M, params: unknown): EngineMethods[M]['params'] {
  const schema: v.GenericSchema<unknown, EngineMethods[M]['params']> = SCHEMAS[method];
  const result = v.safeParse(schema, params);
  if (result.success) {
    return result.output;
  }
  const [issue] = result.issues;
  throw new EngineError(
    'invalidParams',
    `${method}: ${v.getDotPath(issue) ?? 'parameters'}: ${issue.message}`,
  );
}
