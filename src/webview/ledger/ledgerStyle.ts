import { CHART_PAGE_STYLE } from '../chartPageStyle.ts';

/** How the page looks; free of the characters that HTML escapes. */
export const LEDGER_STYLE = `${CHART_PAGE_STYLE}
.chart { direction: ltr; display: block; height: 11em; margin: 1em 1.5em 2.5em 3.5em; overflow: visible; width: calc(100% - 5em); }
.day { text-anchor: middle; }
.bar.offered { fill: var(--vscode-charts-blue); fill-opacity: 0.15; stroke: var(--vscode-charts-blue); }
.bar.accepted { fill: var(--vscode-charts-blue); }
.swatch { border: 1px solid var(--vscode-charts-blue); display: inline-block; height: 0.85em; margin-inline-end: 0.5em; vertical-align: -0.05em; width: 0.85em; }
.swatch.accepted { background: var(--vscode-charts-blue); }
details { margin: 0.5em 0; }
summary { cursor: pointer; }
`;
