import * as vscode from 'vscode';
import { type ErrorDetail } from '../engine/engineError.ts';
import { ADAPTER_SENTENCES } from '../models/adapters/adapterError.ts';
import { describeModelFileError } from './describeModelFileError.ts';

/** Why an adapter is refused and what to do; `detail.adapterCode` holds the code of the AdapterError. */
export function describeAdapterError(detail: ErrorDetail): string {
  const { adapterCode = '', fileCode, ...values } = detail;
  const sentences: Readonly<Record<string, string>> = ADAPTER_SENTENCES;
  const sentence = sentences[adapterCode] ?? ADAPTER_SENTENCES.engineRefused;
  return fileCode === undefined
    ? vscode.l10n.t(sentence, values)
    : vscode.l10n.t(sentence, { problem: describeModelFileError({ ...values, reason: fileCode }) });
}
