import { type PageWords, pageWords } from '../pageWords.ts';

/** Every text of the page, in the language of the editor; `{0}` and so on stand for values. */
export interface InsideStrings {
  readonly title: string;
  readonly contents: string;
  readonly refused: string;
  readonly readSoFar: string;
  readonly facts: string;
  readonly file: string;
  readonly architecture: string;
  readonly parameters: string;
  readonly quantisation: string;
  readonly fileSize: string;
  readonly context: string;
  readonly tokens: string;
  readonly layerCount: string;
  readonly layersOfWidth: string;
  readonly headSize: string;
  readonly vocabulary: string;
  readonly tokenizer: string;
  readonly fillInTheMiddle: string;
  readonly yes: string;
  readonly no: string;
  readonly author: string;
  readonly licence: string;
  readonly notStated: string;
  readonly layers: string;
  readonly layersDiffer: string;
  readonly layersAlike: string;
  readonly twin: string;
  readonly twinMissing: string;
  readonly heads: string;
  readonly queryHeads: string;
  readonly keyValueHeads: string;
  readonly feedForwardWidth: string;
  readonly parametersByLayer: string;
  readonly attention: string;
  readonly feedForward: string;
  readonly otherParts: string;
  readonly uniform: string;
  readonly uniformIs: string;
  readonly chartDescription: string;
  readonly layer: string;
  readonly layerHeading: string;
  readonly asTable: string;
  readonly together: string;
  readonly memory: string;
  readonly memoryAbout: string;
  readonly weights: string;
  readonly keysAndValues: string;
  readonly scratch: string;
  readonly part: string;
  readonly size: string;
  readonly share: string;
  readonly total: string;
  readonly tensors: string;
  readonly tensorsByType: string;
  readonly tensorsByLayer: string;
  readonly tensorsOf: string;
  readonly noLayer: string;
  readonly groupSum: string;
  readonly tensor: string;
  readonly shape: string;
  readonly type: string;
  readonly bytes: string;
  readonly bitsPerWeight: string;
  readonly unknown: string;
  readonly moreTensors: string;
  readonly tryTokenizer: string;
  readonly tryNotInUse: string;
  readonly tryText: string;
  readonly takeSelection: string;
  readonly pieces: string;
  readonly template: string;
  readonly noTemplate: string;
  readonly showTemplate: string;
  readonly metadata: string;
  readonly key: string;
  readonly value: string;
  readonly listOf: string;
  readonly showAll: string;
  readonly moreCharacters: string;
  readonly moreElements: string;
  readonly morePairs: string;
}

/** How the page writes. */
export type InsideWords = PageWords<keyof InsideStrings>;

/** Writes in a language, with its strings. */
export function insideWords(strings: InsideStrings, language: string): InsideWords {
  return pageWords<keyof InsideStrings>(strings, language);
}
