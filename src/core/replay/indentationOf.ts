import { type DocumentContext } from '../completion/documentContext.ts';

/** How a text is indented, as an editor would guess it. */
export function indentationOf(text: string): DocumentContext['indentation'] {
  const [, indent = '    '] = /^([ \t]+)\S/mu.exec(text) ?? [];
  return indent.startsWith('\t')
    ? { style: 'tabs', size: 4 }
    : { style: 'spaces', size: Math.min(indent.length, 8) };
}
