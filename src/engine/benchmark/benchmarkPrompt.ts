import { type EngineProcess } from '../engineProcess.ts';

/** Code as people write it: what a prompt says has no influence on its speed, how many tokens it has does. */
const CODE = `export class Ledger {
  readonly #entries = new Map<string, number>();

  /** Adds an amount, and returns the new balance of the account. */
  post(account: string, amount: number): number {
    const balance = (this.#entries.get(account) ?? 0) + amount;
    this.#entries.set(account, balance);
    return balance;
  }

  balanceOf(account: string): number {
    return this.#entries.get(account) ?? 0;
  }

  total(): number {
    return [...this.#entries.values()].reduce((sum, balance) => sum + balance, 0);
  }
}

`;
const REPEATS = 16;

/** A text of about so many tokens in the vocabulary of a loaded model. */
export async function benchmarkPrompt(
  engine: EngineProcess,
  handle: string,
  tokens: number,
): Promise<string> {
  const { counts } = await engine.request('text/tokens', { handle, texts: [CODE] });
  const perCharacter = (counts[0] ?? CODE.length) / CODE.length;
  return CODE.repeat(REPEATS).slice(0, Math.round(tokens / perCharacter));
}
