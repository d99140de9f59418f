import * as vscode from 'vscode';
import { CONVERT_SENTENCES, ConvertError } from '../models/convert/convertError.ts';
import { ModelFileError } from '../models/modelFileError.ts';
import { describeModelFileError } from './describeModelFileError.ts';

/** What hindered a conversion and what to do. */
export function describeConvertFailure(error: unknown): string {
  if (error instanceof ConvertError) {
    return vscode.l10n.t(CONVERT_SENTENCES[error.code], error.detail);
  }
  return error instanceof ModelFileError
    ? describeModelFileError({ ...error.detail, reason: error.code })
    : String(error);
}
