import * as vscode from 'vscode';
import { type ErrorDetail } from '../engine/engineError.ts';
import { MODEL_FILE_SENTENCES } from '../models/modelFileError.ts';

/** What is wrong with a model file and what to do; `detail.reason` holds the code of the ModelFileError. */
export function describeModelFileError(detail: ErrorDetail): string {
  const { reason = '', ...values } = detail;
  const sentences: Readonly<Record<string, string>> = MODEL_FILE_SENTENCES;
  const sentence = sentences[reason];
  return sentence === undefined
    ? vscode.l10n.t('The model file could not be read. The log says more.')
    : vscode.l10n.t(sentence, values);
}
