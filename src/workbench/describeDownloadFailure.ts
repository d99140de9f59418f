import * as vscode from 'vscode';
import { DOWNLOAD_SENTENCES, DownloadError } from '../models/download/downloadError.ts';
import { ModelFileError } from '../models/modelFileError.ts';
import { describeModelFileError } from './describeModelFileError.ts';

/** What hindered a download and what to do. */
export function describeDownloadFailure(error: unknown): string {
  if (error instanceof DownloadError) {
    return vscode.l10n.t(DOWNLOAD_SENTENCES[error.code], error.detail);
  }
  return error instanceof ModelFileError
    ? describeModelFileError({ ...error.detail, reason: error.code })
    : String(error);
}
