import { type Child, element, type Markup } from './markup.ts';

/** A part of the page, which the list of contents leads to. */
export interface Section {
  /** A word of our own. */
  readonly id: string;
  readonly heading: string;
  readonly content: readonly Child[];
}

/** The part with its heading, as a landmark of that name. */
export function sectionMarkup({ id, heading, content }: Section): Markup {
  const headingId = `${id}-heading`;
  return element(
    'section',
    { id, 'aria-labelledby': headingId },
    element('h2', { id: headingId }, heading),
    content,
  );
}

/** Something that is folded up at first. */
export function folded(summary: Child, ...content: readonly Child[]): Markup {
  return element('details', {}, element('summary', {}, summary), content);
}
