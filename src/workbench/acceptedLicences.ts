import type * as vscode from 'vscode';
import { type CatalogLicence } from '../models/catalog/catalogSchema.ts';

const KEY = 'acceptedLicences';

/** A licence that the user has accepted, in the version that was shown. */
export interface AcceptedLicence extends Pick<CatalogLicence, 'id' | 'version' | 'address'> {
  /** Of accepting, in ISO 8601. */
  readonly date: string;
}

/** Keeps which licences were accepted in the extension's own state: a workspace can't write there. */
export class AcceptedLicences {
  constructor(private readonly state: vscode.Memento) {}

  /** All that hold, in the order in which they were accepted. */
  all(): readonly AcceptedLicence[] {
    const value: unknown = this.state.get(KEY);
    return Array.isArray(value) ? value.filter(isAcceptedLicence) : [];
  }

  /** When this version was accepted; undefined for another version or a text at another address. */
  find(licence: CatalogLicence): AcceptedLicence | undefined {
    return this.all().find((one) => isSame(one, licence));
  }

  /** Keeps that a licence was accepted. */
  async accept(licence: CatalogLicence, at: Date): Promise<void> {
    const { id, version, address } = licence;
    const others = this.all().filter((one) => !isSame(one, licence));
    await this.state.update(KEY, [...others, { id, version, address, date: at.toISOString() }]);
  }

  /** Takes the acceptance of a licence back, in all its versions: it is asked for again before the next file. */
  async withdraw(id: string): Promise<void> {
    await this.state.update(
      KEY,
      this.all().filter((one) => one.id !== id),
    );
  }

  /** Takes all acceptances back. */
  async withdrawAll(): Promise<void> {
    await this.state.update(KEY, undefined);
  }
}

function isSame(one: AcceptedLicence, { id, version, address }: CatalogLicence): boolean {
  return one.id === id && one.version === version && one.address === address;
}

function isAcceptedLicence(value: unknown): value is AcceptedLicence {
  const { id, version, address, date } = (value ?? {}) as Partial<Record<keyof AcceptedLicence, unknown>>;
  return [id, version, address, date].every((part) => typeof part === 'string');
}
