import type * as vscode from 'vscode';

const KEY = 'openelm.models.lastUsed';

/** When each model file was loaded last, in milliseconds since 1970, kept between sessions. */
export class ModelUse {
  constructor(private readonly memory: vscode.Memento) {}

  lastUsed(file: string): number | undefined {
    return this.#all[file];
  }

  note(file: string): void {
    void this.memory.update(KEY, { ...this.#all, [file]: Date.now() });
  }

  /** Of how many files it is known. */
  get count(): number {
    return Object.keys(this.#all).length;
  }

  async forgetAll(): Promise<void> {
    await this.memory.update(KEY, undefined);
  }

  get #all(): Readonly<Record<string, number>> {
    return this.memory.get<Readonly<Record<string, number>>>(KEY, {});
  }
}
