import * as vscode from 'vscode';
import { element } from './inside/markup.ts';
import { stillPage } from './stillPage.ts';
import { StillPanel } from './stillPanel.ts';

/** Rows of a report: a name and what is said of it. */
export type ReportRows = readonly (readonly [name: string, value: string])[];

const STYLE = `
table { border-collapse: collapse; margin-top: 1em; }
th { font-weight: 600; white-space: nowrap; }
th, td { border-bottom: 1px solid var(--vscode-widget-border, var(--vscode-contrastBorder, transparent)); padding: 0.4em 2em 0.4em 0; }
`;

/** Shows the diagnostics report. */
export class DiagnosticsPanel implements vscode.Disposable {
  readonly #panel = new StillPanel({
    viewType: 'openelm.diagnostics',
    title: vscode.l10n.t('OpenELM Diagnostics'),
    commands: ['openelm.copyDiagnostics'],
    isBeside: false,
  });

  show(rows: ReportRows): void {
    const page = { language: vscode.env.language, title: vscode.l10n.t('OpenELM Diagnostics'), style: STYLE };
    this.#panel.show((nonce) =>
      stillPage({ ...page, nonce }, [
        // Every value is text: a model's name or a path may hold anything.
        element(
          'table',
          {},
          rows.map(([name, value]) =>
            element('tr', {}, element('th', { scope: 'row' }, name), element('td', {}, value)),
          ),
        ),
        element('p', {}, element('a', { href: 'command:openelm.copyDiagnostics' }, vscode.l10n.t('Copy'))),
      ]),
    );
  }

  dispose(): void {
    this.#panel.dispose();
  }
}
