import type * as vscode from 'vscode';

/** Waits until something is the case, looking after each event; the test's own timeout is the limit. */
export async function until(event: vscode.Event<unknown>, isSo: () => boolean): Promise<void> {
  if (isSo()) {
    return;
  }
  await new Promise<void>((resolve) => {
    const listener = event(() => {
      if (isSo()) {
        listener.dispose();
        resolve();
      }
    });
  });
}
