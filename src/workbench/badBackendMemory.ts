import type * as vscode from 'vscode';
import { type BadBackend, type BadBackendStore } from '../engine/backendLadder.ts';
import { BACKENDS } from '../engine/protocol.ts';

const KEY = 'badBackends';

/** Keeps bad back ends in the extension's own state: a workspace can't write there. */
export class BadBackendMemory implements BadBackendStore {
  constructor(private readonly state: vscode.Memento) {}

  read(): readonly BadBackend[] {
    const value: unknown = this.state.get(KEY);
    return Array.isArray(value) ? value.filter(isBadBackend) : [];
  }

  write(bad: readonly BadBackend[]): void {
    void this.state.update(KEY, bad);
  }

  async forgetAll(): Promise<void> {
    await this.state.update(KEY, undefined);
  }
}

function isBadBackend(value: unknown): value is BadBackend {
  const { backend, reason, fingerprint } = (value ?? {}) as Partial<Record<keyof BadBackend, unknown>>;
  return (
    BACKENDS.some((one) => one === backend) && typeof reason === 'string' && typeof fingerprint === 'string'
  );
}
