import { type EditorDriver } from '../host/editorDriver.ts';
import { GHOST_TEXT_WATCH, type GhostTextState } from '../host/ghostTextWatch.ts';

/** Notes what is visible after each frame until `stop` is called. */
const START = `(() => {
  const watch = globalThis.${GHOST_TEXT_WATCH};
  const frames = [];
  let isOn = true;
  globalThis.__openelmRecording = { stop: () => { isOn = false; return frames; } };
  (async () => { while (isOn) { await watch.nextFrame(); frames.push(watch.state()); } })();
})()`;
const STOP = 'globalThis.__openelmRecording.stop()';

/** What was visible after each frame that the page drew during `work`. */
export async function recordFrames(
  driver: EditorDriver,
  work: () => Promise<unknown>,
): Promise<GhostTextState[]> {
  await driver.page.evaluate(START);
  await work();
  return (await driver.page.evaluate(STOP)) as GhostTextState[];
}
