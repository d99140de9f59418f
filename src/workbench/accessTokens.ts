import type * as vscode from 'vscode';

const KEY = 'openelm.accessTokens';
/** What can stand in a header; what can't would be repeated by the error of whoever sends it. */
const TOKEN = /^[\x21-\x7e]{1,1000}$/u;

/** Whether a text can be an access token. */
export function isAccessToken(text: string): boolean {
  return TOKEN.test(text);
}

/**
 * Keeps the access tokens that the user has entered, one a host (with its port), in the editor's secret storage and
 * nowhere else. Methods reject where that can't be read or written.
 */
export class AccessTokens {
  constructor(private readonly secrets: Pick<vscode.SecretStorage, 'get' | 'store' | 'delete'>) {}

  /** Undefined where none is kept. */
  async of(host: string): Promise<string | undefined> {
    return (await this.#all()).get(host);
  }

  /** In alphabetical order. */
  async hosts(): Promise<readonly string[]> {
    return [...(await this.#all()).keys()].sort();
  }

  /** Takes the place of an earlier one. */
  async keep(host: string, token: string): Promise<void> {
    await this.#write((await this.#all()).set(host, token));
  }

  async forget(host: string): Promise<void> {
    const tokens = await this.#all();
    tokens.delete(host);
    await this.#write(tokens);
  }

  async forgetAll(): Promise<void> {
    await this.#write(new Map());
  }

  async #write(tokens: ReadonlyMap<string, string>): Promise<void> {
    await (tokens.size === 0
      ? this.secrets.delete(KEY)
      : this.secrets.store(KEY, JSON.stringify(Object.fromEntries(tokens))));
  }

  async #all(): Promise<Map<string, string>> {
    return new Map(tokensIn((await this.secrets.get(KEY)) ?? '{}'));
  }
}

/** Without what nobody can use, whatever wrote it. */
function tokensIn(text: string): readonly (readonly [string, string])[] {
  try {
    const value: unknown = JSON.parse(text);
    return Object.entries(value ?? {}).filter(
      (entry): entry is [string, string] => typeof entry[1] === 'string' && isAccessToken(entry[1]),
    );
  } catch {
    return [];
  }
}
