import { type Frame } from '../../../tools/host/playwright.ts';
import { type Session } from './session.ts';

const WAIT_MS = 60_000;

/** The document inside the chat's webview, once it shows something. */
export async function chatPage({ driver }: Session): Promise<Frame> {
  const deadline = performance.now() + WAIT_MS;
  while (performance.now() < deadline) {
    for (const frame of driver.page.frames()) {
      if (
        (await frame
          .locator('#chat .composer')
          .count()
          .catch(() => 0)) > 0
      ) {
        return frame;
      }
    }
    // A new frame comes with no signal that the driver could wait for.
    await driver.page.evaluate('new Promise((resolve) => requestAnimationFrame(resolve))');
  }
  throw new Error('The chat page did not come.');
}
