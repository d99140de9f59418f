import * as vscode from 'vscode';
import { EngineError } from '../engine/engineError.ts';
import { VERIFY_SENTENCES, VerifyError } from '../models/verify/verifyError.ts';
import { describeConvertFailure } from './describeConvertFailure.ts';
import { describeError } from './describe.ts';

/** What hindered a verification and what to do. */
export function describeVerifyFailure(error: unknown): string {
  if (error instanceof VerifyError) {
    return vscode.l10n.t(VERIFY_SENTENCES[error.code], error.detail);
  }
  return error instanceof EngineError ? describeError(error) : describeConvertFailure(error);
}
