import type * as vscode from 'vscode';

/** An AbortSignal that follows a CancellationToken, and what releases it when the call is over. */
export interface TokenSignal {
  readonly signal: AbortSignal;
  dispose(): void;
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
