import { type Frame, type Page } from './playwright.ts';

const WAIT_MS = 60_000;

/** The page of a webview, once it holds something that matches. Throws when it does not come to that. */
export async function frameWith(page: Page, selector: string): Promise<Frame> {
  const deadline = performance.now() + WAIT_MS;
  while (performance.now() < deadline) {
    for (const frame of page.frames()) {
      // A frame may go while it is asked.
      if (
        (await frame
          .locator(selector)
          .count()
          .catch(() => 0)) > 0
      ) {
        return frame;
      }
    }
    // A new frame comes with no signal that the driver could wait for.
    await page.evaluate('new Promise((resolve) => requestAnimationFrame(resolve))');
  }
  throw new Error(`No page has ${selector}.`);
}
