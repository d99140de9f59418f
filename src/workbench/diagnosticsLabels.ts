import * as vscode from 'vscode';
import { type ReportRows } from '../webview/diagnosticsPanel.ts';

/** A report with its rows named in the user's language; what is copied stays in that of whoever mends the fault. */
export function withLocalisedLabels(rows: ReportRows): ReportRows {
  const labels: Readonly<Record<string, string>> = {
    System: vscode.l10n.t('System'),
    Processor: vscode.l10n.t('Processor'),
    Memory: vscode.l10n.t('Memory'),
    Engine: vscode.l10n.t('Engine'),
    Threads: vscode.l10n.t('Threads'),
    'Not used': vscode.l10n.t('Not used'),
    Model: vscode.l10n.t('Model'),
    'Model file': vscode.l10n.t('Model file'),
    Context: vscode.l10n.t('Context'),
    'Layers on the GPU': vscode.l10n.t('Layers on the GPU'),
    Load: vscode.l10n.t('Loading'),
    Speed: vscode.l10n.t('Speed'),
    'Engine memory': vscode.l10n.t('Engine memory'),
    'GPU memory': vscode.l10n.t('GPU memory'),
    'Remembered as bad': vscode.l10n.t('Remembered as bad'),
    Suggestions: vscode.l10n.t('Suggestions'),
    'Without a suggestion': vscode.l10n.t('Without a suggestion'),
    'First text': vscode.l10n.t('First text'),
    Error: vscode.l10n.t('Error'),
  };
  return rows.map(([name, value]) => [labels[name] ?? name, value] as const);
}
