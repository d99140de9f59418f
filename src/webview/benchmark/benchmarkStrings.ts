import * as vscode from 'vscode';
import { type BenchmarkStrings } from './benchmarkWords.ts';

/** The texts of the page in the language of the editor. */
export function benchmarkStrings(): BenchmarkStrings {
  return {
    title: vscode.l10n.t('Benchmark of This Machine'),
    about: vscode.l10n.t(
      'Prompts of about 256 tokens were read and up to 64 tokens written, three times each, in an engine of its own; the table shows the run in the middle. In brackets, and dashed, stands what the extension had expected. The memory is that of the engine’s process.',
    ),
    copy: vscode.l10n.t('Copy as Markdown'),
    cancel: vscode.l10n.t('Cancel'),
    model: vscode.l10n.t('Model'),
    backend: vscode.l10n.t('Back end'),
    threads: vscode.l10n.t('Threads'),
    threadsAre: vscode.l10n.t('threads: {0}'),
    prompt: vscode.l10n.t('Prompt, tokens per second'),
    generation: vscode.l10n.t('Generation, tokens per second'),
    load: vscode.l10n.t('Load time'),
    memory: vscode.l10n.t('Memory'),
    expected: vscode.l10n.t('({0} expected, {1} %)'),
    seconds: vscode.l10n.t('{0} s'),
    results: vscode.l10n.t('Results'),
    chartDescription: vscode.l10n.t('{0}: {1}. The table below holds every value.'),
    failed: vscode.l10n.t('Not measured: {0}'),
    endedAtOnce: vscode.l10n.t('the model ended every text at once'),
    disturbed: vscode.l10n.t('You typed during this run: it would be faster otherwise.'),
    running: vscode.l10n.t('{0} of {1} done.'),
    nothingYet: vscode.l10n.t('The first result comes in a moment.'),
    done: vscode.l10n.t('All done.'),
    cancelled: vscode.l10n.t('Cancelled after {0} of {1}.'),
  };
}
