/** What the pages with a chart and tables of figures share; free of the characters that HTML escapes. */
export const CHART_PAGE_STYLE = `
main { max-width: 78em; }
h2 { font-size: 1.2em; margin: 1.8em 0 0.5em; }
p, li { max-width: 62em; overflow-wrap: anywhere; }
.total { font-size: 1.2em; }
.notice { border: 1px solid var(--vscode-inputValidation-infoBorder, var(--vscode-focusBorder)); padding: 0.5em 0.8em; }
.links { display: flex; flex-wrap: wrap; gap: 0.25em 1.5em; list-style: none; margin: 0.8em 0; padding: 0; }
.chart text { fill: var(--vscode-descriptionForeground); font-size: 0.92em; }
.tick { text-anchor: end; }
.axis { stroke: var(--vscode-descriptionForeground); }
.grid { stroke: var(--vscode-descriptionForeground); stroke-opacity: 0.3; }
.scroll { overflow-x: auto; padding-inline-start: 0.2em; }
table { border-collapse: collapse; margin: 0.5em 0; }
th, td { border-bottom: 1px solid var(--vscode-widget-border, var(--vscode-contrastBorder, transparent)); padding-block: 0.35em; padding-inline: 0 clamp(0.7em, 2vw, 1.5em); }
thead th { color: var(--vscode-descriptionForeground); vertical-align: bottom; }
.numeric { font-variant-numeric: tabular-nums; text-align: end; }
td.numeric { overflow-wrap: normal; white-space: nowrap; }
.visually-hidden { clip-path: inset(50%); height: 1px; overflow: hidden; position: absolute; white-space: nowrap; width: 1px; }
`;
