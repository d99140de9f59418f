import * as vscode from 'vscode';
import { ModelFileError } from '../../models/modelFileError.ts';
import { describeModelFileError } from '../describeModelFileError.ts';

/** Why a model file is refused, and what to do. */
export function describeModelProblem(error: unknown): string {
  return error instanceof ModelFileError
    ? describeModelFileError({ ...error.detail, reason: error.code })
    : vscode.l10n.t('The model file could not be read. The log says more.');
}
