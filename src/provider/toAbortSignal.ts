import type * as vscode from 'vscode';

/** An AbortSignal that follows a CancellationToken, and what releases it when the call is over. */
export interface TokenSignal extends vscode.Disposable {
  readonly signal: AbortSignal;
}

/** Translates VS Code's cancellation into the platform's. */
export function toAbortSignal(token: vscode.CancellationToken): TokenSignal {
  const controller = new AbortController();
  const listener = token.onCancellationRequested(() => {
    controller.abort();
  });
  if (token.isCancellationRequested) {
    controller.abort();
  }
  return {
    signal: controller.signal,
    dispose: () => {
      listener.dispose();
    },
  };
}
