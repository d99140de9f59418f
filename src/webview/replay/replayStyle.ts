import { CHART_PAGE_STYLE } from '../chartPageStyle.ts';

/** How the page looks; free of the characters that HTML escapes. */
export const REPLAY_STYLE = `${CHART_PAGE_STYLE}
.chart { direction: ltr; display: block; height: 11em; margin: 1em 1.5em 2.5em 4em; overflow: visible; width: calc(100% - 5.5em); }
.commit { font-family: var(--vscode-editor-font-family); text-anchor: middle; }
.bar { fill: var(--vscode-charts-blue); }
th[scope=row] { max-width: 32em; overflow-wrap: anywhere; }
`;
