const SVG = 'http://www.w3.org/2000/svg';

/** Drawn for this page on a grid of 16, with lines of 1.3. */
const PATHS = {
  add: 'M8 3v10M3 8h10',
  back: 'M13 8H3M7 4 3 8l4 4',
  check: 'm3 8.5 3.2 3.2L13 5',
  close: 'm4 4 8 8M12 4l-8 8',
  copy: 'M5.5 5.5h7v8h-7zM10.5 5.5v-3h-7v8h2',
  delete: 'M3 4.5h10M6 4.5v-2h4v2M4.5 4.5l.6 9h5.8l.6-9M6.8 7v4M9.2 7v4',
  diff: 'M2.5 2.5h11v11h-11zM8 4.5v4M6 6.5h4M6 11h4',
  down: 'M8 3v10M4 9l4 4 4-4',
  edit: 'M3 13l.6-3L11 2.6 13.4 5 6 12.4zM9.5 4.2l2.3 2.3',
  error: 'M8 2a6 6 0 1 0 0 12A6 6 0 0 0 8 2zM8 5v3.8M8 10.6v.6',
  export: 'M8 10.5V2.5M5 5l3-2.7L11 5M3.5 9v4.5h9V9',
  file: 'M4 2h5l3 3v9H4zM9 2v3h3',
  history: 'M3 4v3h3M3.3 7A5 5 0 1 1 3 9.4M8 5.2V8l2 1.4',
  insert: 'M2.5 3h11M2.5 13h11M12.5 8H4M7 5 4 8l3 3',
  model:
    'M4.5 4.5h7v7h-7zM6.5 2.2v2.3M9.5 2.2v2.3M6.5 11.5v2.3M9.5 11.5v2.3M2.2 6.5h2.3M2.2 9.5h2.3M11.5 6.5h2.3M11.5 9.5h2.3',
  newFile: 'M9 14H4V2h5l3 3v3M9 2v3h3M12 10v4.5M9.8 12.2h4.5',
  problems: 'M8 2.5 14 13H2zM8 6.3v3.2M8 11v.6',
  regenerate: 'M13 4v3h-3M12.7 7A5 5 0 1 0 13 9.4',
  replace: 'M3 6V3.5h8M9 1.5l2 2-2 2M13 10v2.5H5M7 10.5l-2 2 2 2',
  selection: 'M2.5 4h6M2.5 8h11M2.5 12h8',
  send: 'M3 8h9.5M8.5 4l4 4-4 4',
  shield: 'M8 2l5 1.8v4c0 3-2 5-5 6.2-3-1.2-5-3.2-5-6.2v-4z',
  stop: 'M4.5 4.5h7v7h-7z',
  symbol: 'M6 3c-2 0-1 4-3 5 2 1 1 5 3 5M10 3c2 0 1 4 3 5-2 1-1 5-3 5',
  terminal: 'M2 3h12v10H2zM4.5 6l2 2-2 2M8.5 10.5h3',
} as const;

/** The name of a drawing. */
export type IconName = keyof typeof PATHS;

/** A drawing in the colour of the text, hidden from screen readers: what holds it has a label. */
export function icon(name: IconName): SVGElement {
  const svg = document.createElementNS(SVG, 'svg');
  svg.setAttribute('class', `icon icon-${name}`);
  svg.setAttribute('viewBox', '0 0 16 16');
  svg.setAttribute('aria-hidden', 'true');
  const path = document.createElementNS(SVG, 'path');
  path.setAttribute('d', PATHS[name]);
  svg.append(path);
  return svg;
}
