import { setTimeout as delay } from 'node:timers/promises';
import { type EditorDriver } from '../host/editorDriver.ts';
import { type Settings } from '../host/userSettings.ts';

/** A quick person's time from key to key. */
export const KEY_MS = 100;
const RECHECK_MS = 5;

/** What is typed is what is in the document: the editor adds nothing and takes no word from its own popup. */
export const EXACT_TYPING: Settings = {
  'editor.acceptSuggestionOnCommitCharacter': false,
  'editor.acceptSuggestionOnEnter': 'off',
  'editor.autoClosingBrackets': 'never',
  'editor.autoClosingQuotes': 'never',
  'editor.autoIndent': 'none',
};

/** What a key brought. */
export type KeyResult =
  /** New ghost text, after a time. */
  | { readonly kind: 'shown'; readonly ms: number; readonly text: string }
  /** The key was the next character of the ghost text that was there. */
  | { readonly kind: 'along' }
  /** No ghost text came in time. */
  | { readonly kind: 'nothing' };

/** Types a text; its last key is the one whose ghost text is waited for. */
export async function typeAndWait(driver: EditorDriver, text: string, waitMs: number): Promise<KeyResult> {
  const key = text.slice(-1);
  await driver.type(text.slice(0, -1), KEY_MS);
  const before = await driver.ghostText();
  await driver.type(key);
  if (before.startsWith(key)) {
    return { kind: 'along' };
  }
  return (await newGhostText(driver, waitMs)) ?? { kind: 'nothing' };
}

/** Moments on the page's clock, in ms. */
interface TypedUntil {
  readonly firstKeyAt: number;
  readonly shownAt: number;
  readonly now: number;
}

/** Types a key each KEY_MS until there is ghost text. Throws when none comes within `waitMs` of the last key. */
export async function typeUntilGhostText(
  driver: EditorDriver,
  text: string,
  waitMs: number,
): Promise<TypedUntil> {
  const firstKeyAt = (await driver.page.evaluate('performance.now()')) as number;
  for (const key of text) {
    await driver.type(key);
    await delay(KEY_MS);
    if ((await driver.ghostText()) !== '') {
      break;
    }
  }
  if ((await driver.waitForGhostText(waitMs)) === undefined) {
    throw new Error(`No ghost text came in ${waitMs} ms.`);
  }
  const { since: shownAt, now } = await driver.ghostTextState();
  return { firstKeyAt, shownAt, now };
}

/** Waits for ghost text that came after the last key. */
async function newGhostText(
  driver: EditorDriver,
  waitMs: number,
): Promise<Extract<KeyResult, { kind: 'shown' }> | undefined> {
  const deadline = performance.now() + waitMs;
  for (let left = waitMs; left > 0; left = deadline - performance.now()) {
    const seen = await driver.waitForGhostText(left);
    if (seen !== undefined && seen.msSinceLastKey > 0) {
      return { kind: 'shown', ms: seen.msSinceLastKey, text: seen.text };
    }
    // What is visible is from before the key, and about to go.
    await delay(RECHECK_MS);
  }
  return undefined;
}
