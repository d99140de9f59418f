import { EditorDriver, type GhostTextSighting } from '../host/editorDriver.ts';
import { type Workbench } from '../host/page.ts';

/** Where the sample workspace invites typing, and what is typed there. */
const FILE = 'src/format.ts';
const LINE = '\nexport function formatHighest(tides: readonly Tide[]): string {\nreturn t';

/** A model that is still being loaded when the line is typed has nothing to say until the next key. */
const ATTEMPTS = 6;
const ATTEMPT_MS = 10_000;

/** Types a line into the sample, waits for ghost text and saves a picture; undefined when no ghost text came. */
export async function pictureGhostText(
  workbench: Workbench,
  folder: string,
  picture: string,
): Promise<GhostTextSighting | undefined> {
  const driver = new EditorDriver(workbench, folder);
  await driver.openFile(FILE);
  await driver.press('Control+End');
  await driver.type(LINE);
  let seen = await driver.waitForGhostText(ATTEMPT_MS);
  for (let attempt = 1; seen === undefined && attempt < ATTEMPTS; attempt++) {
    await driver.press('Backspace');
    await driver.type(LINE.slice(-1));
    seen = await driver.waitForGhostText(ATTEMPT_MS);
  }
  await driver.screenshot(picture);
  return seen;
}
