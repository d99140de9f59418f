import * as vscode from 'vscode';
import { type EngineError } from '../engine/engineError.ts';
import { type EngineState, type RestReason } from '../engine/engineState.ts';
import { contextThereIs } from '../engine/smallerContext.ts';
import { type Exclusion } from '../provider/exclusion.ts';
import { describeAdapterError } from './describeAdapterError.ts';
import { describeModelFileError } from './describeModelFileError.ts';

/** One sentence for the engine's state. */
export function describeState(state: EngineState, generating: boolean): string {
  switch (state.kind) {
    case 'resting':
      return describeRest(state.reason);
    case 'starting':
      return vscode.l10n.t('starting the engine');
    case 'loading':
      return vscode.l10n.t('loading the model, {0} %', Math.round(state.fraction * 100));
    case 'restarting':
      return vscode.l10n.t('the engine ended unexpectedly and is being started again');
    case 'ready':
      return generating
        ? vscode.l10n.t('computing a suggestion with {0}', state.engine.model.name)
        : vscode.l10n.t('ready with {0} on {1}', state.engine.model.name, state.engine.hello.backend);
    case 'failed':
      return describeError(state.error);
  }
}

function describeRest(reason: RestReason): string {
  switch (reason) {
    case 'notStarted':
      return vscode.l10n.t('the engine starts when you type');
    case 'idle':
      return vscode.l10n.t('paused after some idle time; the next completion starts the engine again');
    case 'otherWindow':
      return vscode.l10n.t('paused: another window is in use; typing here brings the engine back');
    case 'switchedOff':
      return vscode.l10n.t('switched off');
  }
}

/** Why a document is left alone, as one sentence. */
export function describeExclusion(exclusion: Exclusion): string {
  switch (exclusion.kind) {
    case 'switchedOff':
      return vscode.l10n.t('completions are switched off');
    case 'languageOff':
      return vscode.l10n.t('completions are switched off for {0}', exclusion.languageId);
    case 'pattern':
      return vscode.l10n.t('this file is left alone: it matches the excluded pattern {0}', exclusion.pattern);
    case 'gitignored':
      return vscode.l10n.t('this file is left alone: .gitignore hides it');
    case 'notText':
      return vscode.l10n.t('there are no completions in this kind of view');
  }
}

/** What went wrong and what to do, as one or two sentences. */
export function describeError(error: EngineError): string {
  switch (error.code) {
    case 'modelRejected':
      return describeModelFileError(error.detail);
    case 'adapterRejected':
      return describeAdapterError(error.detail);
    case 'modelLoadFailed':
      return vscode.l10n.t('The model could not be loaded. The log says more; another model file may work.');
    case 'outOfMemory': {
      const tokens = contextThereIs(error);
      return tokens === undefined
        ? vscode.l10n.t('There is not enough memory for this model. Choose a smaller one.')
        : vscode.l10n.t(
            'There is only memory for {0} tokens. Ask about less, or choose a smaller model.',
            tokens,
          );
    }
    case 'unsupportedHost':
      return vscode.l10n.t(
        'OpenELM has no engine for this system ({0}). It runs on Windows, macOS and Linux with glibc; Alpine Linux and the browser are not supported.',
        error.detail['host'] ?? '',
      );
    case 'gaveUp':
      return vscode.l10n.t(
        'The engine ended {0} times in a row and is left off. Restart it, or choose another model or back end.',
        error.detail['crashes'] ?? '',
      );
    case 'engineHung':
    case 'engineCrashed':
      return vscode.l10n.t('The engine ended unexpectedly. Restart it; the log says more.');
    case 'backendFailed':
      return vscode.l10n.t('The engine does not run on this machine. The log says more.');
    case 'protocolMismatch':
      return vscode.l10n.t(
        'The engine is of another version than the extension. Update both and reload the window.',
      );
    case 'noFillInTheMiddle':
    case 'noSuchModel':
    case 'promptTooLong':
    case 'invalidParams':
    case 'superseded':
    case 'cancelled':
    case 'engineStopped':
      return vscode.l10n.t('The request was not answered ({0}). The log says more.', error.code);
  }
}
