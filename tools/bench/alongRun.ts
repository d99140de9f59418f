import { setTimeout as delay } from 'node:timers/promises';
import { type EditorDriver } from '../host/editorDriver.ts';
import { recordFrames } from './recording.ts';

const MIN_CHARACTERS = 4;
const MAX_CHARACTERS = 10;
/** What the editor may take to answer the last key. */
const SETTLE_MS = 250;

/** What was drawn while somebody typed what the ghost text says. */
export interface AlongRun {
  /** What was typed. */
  readonly text: string;
  readonly keys: number;
  /** Keys after which a frame without ghost text was drawn. */
  readonly gaps: number;
  readonly updateMs: readonly number[];
}

/** Types the beginning of the ghost text that is visible, and takes it back; undefined where there is too little. */
export async function typeAlongVisible(
  driver: EditorDriver,
  type: (text: string) => Promise<void>,
): Promise<AlongRun | undefined> {
  const [line = ''] = (await driver.ghostText()).split('\n');
  // The last character is left, so that there is always something to see.
  const text = line.slice(0, Math.min(MAX_CHARACTERS, line.length - 1));
  if (text.length < MIN_CHARACTERS) {
    return undefined;
  }
  const run = { text, ...(await recordTyping(driver, () => type(text))) };
  await driver.press('Escape');
  for (let left = text.length; left > 0; left--) {
    await driver.press('Backspace');
  }
  return run;
}

async function recordTyping(
  driver: EditorDriver,
  type: () => Promise<void>,
): Promise<Omit<AlongRun, 'text'>> {
  const { lastKeyAt } = await driver.ghostTextState();
  const frames = await recordFrames(driver, async () => {
    await type();
    await delay(SETTLE_MS);
  });
  const keys = [...new Set(frames.map((frame) => frame.lastKeyAt))].filter((at) => at > lastKeyAt);
  const after = keys.map((at) => frames.filter((frame) => frame.lastKeyAt === at));
  const updates = after.flatMap((own) => {
    const first = own.find(({ text: shown, since, lastKeyAt: at }) => shown !== '' && since > at);
    return first === undefined ? [] : [first.since - first.lastKeyAt];
  });
  return {
    keys: keys.length,
    gaps: after.filter((own) => own.some(({ text: shown }) => shown === '')).length,
    updateMs: updates,
  };
}
