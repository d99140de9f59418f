import { randomBytes } from 'node:crypto';
import * as vscode from 'vscode';
import { escapeHtml } from './escapeHtml.ts';

/** Rows of a report: a name and what is said of it. */
export type ReportRows = readonly (readonly [name: string, value: string])[];

/** A page that shows the diagnostics report: no script, no remote content, one panel at a time. */
export class DiagnosticsPanel implements vscode.Disposable {
  #panel: vscode.WebviewPanel | undefined;

  /** Shows the report, in the panel that is open already where there is one. */
  show(rows: ReportRows): void {
    const panel = (this.#panel ??= this.#create());
    panel.webview.html = diagnosticsHtml(rows, randomBytes(16).toString('base64'), vscode.l10n.t('Copy'));
    panel.reveal();
  }

  dispose(): void {
    this.#panel?.dispose();
  }

  #create(): vscode.WebviewPanel {
    const panel = vscode.window.createWebviewPanel(
      'openelm.diagnostics',
      vscode.l10n.t('OpenELM Diagnostics'),
      vscode.ViewColumn.Active,
      { enableScripts: false, enableCommandUris: ['openelm.copyDiagnostics'], localResourceRoots: [] },
    );
    panel.onDidDispose(() => {
      this.#panel = undefined;
    });
    return panel;
  }
}

/** The page's HTML. Every value is text: a model's name or a path may hold anything. */
export function diagnosticsHtml(rows: ReportRows, nonce: string, copyLabel: string): string {
  const body = rows
    .map(([name, value]) => `<tr><th scope="row">${escapeHtml(name)}</th><td>${escapeHtml(value)}</td></tr>`)
    .join('\n');
  return `<!DOCTYPE html>
<html>
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'nonce-${nonce}'">
<style nonce="${nonce}">
  body { color: var(--vscode-foreground); font: var(--vscode-font-size) var(--vscode-font-family); padding: 1em 2em; }
  table { border-collapse: collapse; }
  th { font-weight: 600; text-align: start; vertical-align: top; white-space: nowrap; }
  th, td { border-bottom: 1px solid var(--vscode-widget-border, var(--vscode-contrastBorder, transparent)); padding: 0.4em 2em 0.4em 0; }
  td { overflow-wrap: anywhere; }
  a { color: var(--vscode-textLink-foreground); display: inline-block; margin-top: 1.2em; }
</style>
</head>
<body>
<table>
${body}
</table>
<a href="command:openelm.copyDiagnostics">${escapeHtml(copyLabel)}</a>
</body>
</html>`;
}
