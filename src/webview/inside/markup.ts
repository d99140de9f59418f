import { escapeHtml } from '../escapeHtml.ts';

/** HTML or SVG that is safe to put into a page: only `element` makes it, which escapes every text. */
export class Markup {
  /** @param html made by `element` alone */
  constructor(readonly html: string) {}
}

/** Children of an element: markup as it is, text as text, nothing for undefined. */
export type Child = Markup | string | undefined | readonly Child[];

/** Values of attributes; false and undefined leave one out, true sets it empty. */
export type Attributes = Readonly<Record<string, string | number | boolean | undefined>>;

/** Elements without an end. */
const VOID = new Set(['link', 'meta', 'br']);

/** One element. A child that is a string is text, whatever it holds. */
export function element(tag: string, attributes: Attributes = {}, ...children: readonly Child[]): Markup {
  const given = Object.entries(attributes)
    .filter(([, value]) => value !== undefined && value !== false)
    .map(([name, value]) => ` ${name}="${value === true ? '' : escapeHtml(String(value))}"`)
    .join('');
  const start = `<${tag}${given}>`;
  return new Markup(VOID.has(tag) ? start : `${start}${children.map(htmlOf).join('')}</${tag}>`);
}

function htmlOf(child: Child): string {
  if (child === undefined) {
    return '';
  }
  if (child instanceof Markup) {
    return child.html;
  }
  return typeof child === 'string' ? escapeHtml(child) : child.map(htmlOf).join('');
}
