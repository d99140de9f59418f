import { type PageWords } from '../pageWords.ts';

/** Every text of the page and of its copy as Markdown, in the language of the editor; `{0}` and so on stand for values. */
export interface BenchmarkStrings {
  readonly title: string;
  readonly about: string;
  readonly copy: string;
  readonly cancel: string;
  readonly model: string;
  readonly backend: string;
  readonly threads: string;
  readonly threadsAre: string;
  readonly prompt: string;
  readonly generation: string;
  readonly load: string;
  readonly memory: string;
  readonly expected: string;
  readonly seconds: string;
  readonly results: string;
  readonly chartDescription: string;
  readonly failed: string;
  readonly endedAtOnce: string;
  readonly disturbed: string;
  readonly running: string;
  readonly nothingYet: string;
  readonly done: string;
  readonly cancelled: string;
}

/** How the page writes. */
export type BenchmarkWords = PageWords<keyof BenchmarkStrings>;
