import { type Child, element, type Markup } from './markup.ts';

/** A column: its heading, and whether it holds numbers, which stand at the end of their cells. */
export interface Column {
  readonly heading: string;
  readonly numeric?: boolean;
}

/** Rows of cells; the first cell of each is its heading. `foot` holds sums. */
export interface Table {
  readonly caption: string;
  readonly columns: readonly Column[];
  readonly rows: readonly (readonly Child[])[];
  readonly foot?: readonly (readonly Child[])[];
}

/** A table that scrolls by itself where it is wider than the page, with the keyboard too. */
export function table({ caption, columns, rows, foot = [] }: Table): Markup {
  const row = (cells: readonly Child[]): Markup =>
    element(
      'tr',
      {},
      cells.map((cell, index) => {
        const numeric = columns[index]?.numeric === true ? 'numeric' : undefined;
        return index === 0
          ? element('th', { scope: 'row', class: numeric }, cell)
          : element('td', { class: numeric }, cell);
      }),
    );
  return element(
    'div',
    { class: 'scroll', tabindex: 0, role: 'group', 'aria-label': caption },
    element(
      'table',
      {},
      element('caption', { class: 'visually-hidden' }, caption),
      element(
        'thead',
        {},
        element(
          'tr',
          {},
          columns.map(({ heading, numeric }) =>
            element('th', { scope: 'col', class: numeric === true ? 'numeric' : undefined }, heading),
          ),
        ),
      ),
      element('tbody', {}, rows.map(row)),
      foot.length === 0 ? undefined : element('tfoot', {}, foot.map(row)),
    ),
  );
}
