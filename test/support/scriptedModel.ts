import {
  type InfillTokens,
  type NativeModel,
  type NativeSequence,
  type ScoredToken,
} from '../../src/engine/worker/nativeRuntime.ts';

/** The token that ends every scripted text. */
export const END_OF_TEXT = 0;

export interface Script {
  readonly infill?: InfillTokens;
  readonly beginOfText?: number;
  readonly controls?: Readonly<Record<string, number>>;
  /** What the model goes on to write, whatever the prompt. */
  readonly text?: string;
  /** What it thinks likely, one list for each time it is asked. */
  readonly likely?: (readonly ScoredToken[])[];
  /** Called before each prefill chunk and each decoded token. */
  readonly onStep?: (kind: 'prefill' | 'decode', tokens: number) => void | Promise<void>;
}

/** A model whose tokens are UTF-16 code units and whose text is written beforehand. */
export function scriptedModel(script: Script): NativeModel {
  return {
    gpuLayers: 0,
    infill: script.infill,
    beginOfText: script.beginOfText,
    tokenize: (text, options) =>
      options?.controls === true ? withControls(text, script.controls ?? {}) : codeUnits(text),
    controlToken: (name) => script.controls?.[name],
    detokenize: (tokens) => String.fromCharCode(...tokens),
    isEndOfText: (token) => token === END_OF_TEXT,
    createSequence: ({ contextTokens }) => Promise.resolve(scriptedSequence(script, contextTokens)),
    dispose: () => Promise.resolve(),
  };
}

function scriptedSequence(script: Script, contextTokens: number): NativeSequence {
  let cache: number[] = [];
  return {
    contextTokens,
    reuse: (tokens) => {
      const differs = tokens.findIndex((token, index) => cache[index] !== token);
      cache = cache.slice(0, differs === -1 ? tokens.length : differs);
      return Promise.resolve(cache.length);
    },
    prefill: async (tokens) => {
      await script.onStep?.('prefill', tokens.length);
      cache.push(...tokens);
    },
    async *decode(tokens) {
      cache.push(...tokens);
      for (const token of codeUnits(script.text ?? '')) {
        await script.onStep?.('decode', 1);
        yield { token, probability: 0.5 };
        cache.push(token);
      }
      yield { token: END_OF_TEXT, probability: 1 };
    },
    // What the script says was likely, whatever the prompt.
    likely: (tokens) => {
      cache.push(...tokens);
      return Promise.resolve(script.likely?.shift() ?? []);
    },
    score: () => Promise.resolve([]),
    // Sure of an e, half sure of anything else.
    judge: (tokens) =>
      Promise.resolve(
        tokens.slice(1).map((token) => ({
          probability: token === 'e'.charCodeAt(0) ? 1 : 0.5,
          isMostProbable: token === 'e'.charCodeAt(0),
        })),
      ),
    dispose: () => Promise.resolve(),
  };
}

function withControls(text: string, controls: Readonly<Record<string, number>>): number[] {
  const tokens: number[] = [];
  for (let at = 0; at < text.length;) {
    const [name = '', token] = Object.entries(controls).find(([own]) => text.startsWith(own, at)) ?? [];
    tokens.push(token ?? text.charCodeAt(at));
    at += token === undefined ? 1 : name.length;
  }
  return tokens;
}

/** The tokens of a text in the scripted vocabulary. */
export function codeUnits(text: string): number[] {
  return Array.from({ length: text.length }, (_, index) => text.charCodeAt(index));
}
