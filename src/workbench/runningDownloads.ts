import * as vscode from 'vscode';
import { DownloadPaused } from '../models/download/downloadPaused.ts';

const RUNNING_KEY = 'openelm.downloading';

/** What this window fetches: a notification can only cancel, so pausing is a command. */
export class RunningDownloads implements vscode.Disposable {
  readonly #running = new Map<string, AbortController>();
  #count = 0;

  /** What calls a new download off; its id is for `pause` and `end`. */
  begin(): { readonly id: string; readonly control: AbortController } {
    const id = String(++this.#count);
    const control = new AbortController();
    this.#running.set(id, control);
    this.#tell();
    return { id, control };
  }

  end(id: string): void {
    this.#running.delete(id);
    this.#tell();
  }

  /** One of them, or all without an id that is known. */
  pause(id?: unknown): void {
    const one = typeof id === 'string' ? this.#running.get(id) : undefined;
    for (const control of one === undefined ? this.#running.values() : [one]) {
      control.abort(new DownloadPaused());
    }
  }

  /** The window closes: what was fetched is kept. */
  dispose(): void {
    this.pause();
  }

  #tell(): void {
    void vscode.commands.executeCommand('setContext', RUNNING_KEY, this.#running.size > 0);
  }
}
