/** How one level of indentation is written in a document. */
export interface Indentation {
  readonly style: 'spaces' | 'tabs';
  /** Columns per level. */
  readonly size: number;
}

/**
 * The document around the cursor, as plain values: everything the completion pipeline may know about the editor.
 *
 * Line endings inside `prefix` and `suffix` are always `\n`; `endOfLine` tells what the document itself uses.
 */
export interface DocumentContext {
  /** Identifies the document across requests: its URI, or a case's id outside an editor. */
  readonly documentId: string;
  /** Path shown to the model, relative to the workspace, with `/` separators; empty for a text that has none. */
  readonly path: string;
  /** VS Code language identifier, such as `typescript` or `plaintext`. */
  readonly languageId: string;
  /** Text before the cursor; the provider caps it at a few thousand characters, on a line border. */
  readonly prefix: string;
  /** Text after the cursor, capped likewise. */
  readonly suffix: string;
  readonly endOfLine: '\n' | '\r\n';
  readonly indentation: Indentation;
  /** Suggestions are to end with the line wherever the cursor stands: the user wants no more. */
  readonly oneLine?: boolean;
}

/** The part of the cursor's line that stands before the cursor. */
export function linePrefix(document: DocumentContext): string {
  return document.prefix.slice(document.prefix.lastIndexOf('\n') + 1);
}

/** The part of the cursor's line that stands after the cursor. */
export function lineSuffix(document: DocumentContext): string {
  const end = document.suffix.indexOf('\n');
  return end === -1 ? document.suffix : document.suffix.slice(0, end);
}
