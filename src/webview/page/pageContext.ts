import { type MarkdownIt } from 'markdown-it';
import { type ChatActions, type ChatStringKey } from '../chatProtocol.ts';

/** What every part of the page is given. */
export interface PageContext {
  /** A string in the user's language; `{0}` and `{1}` are replaced. */
  readonly say: (key: ChatStringKey, ...values: readonly (string | number)[]) => string;
  /** A number as the user writes it. */
  readonly count: (value: number, digits?: number) => string;
  /** Asks the host for something. */
  readonly act: <Name extends keyof ChatActions>(action: Name, params: ChatActions[Name]) => void;
  /** Says something to a screen reader, politely. */
  readonly announce: (text: string) => void;
  readonly markdown: MarkdownIt;
}
