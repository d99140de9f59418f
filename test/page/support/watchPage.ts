import { type Page } from '../../../tools/host/playwright.ts';

/** What a page does that a test has opened. */
export interface WatchedPage<Message> {
  /** Messages that nobody has waited for yet, decoded as the host decodes them. */
  readonly sent: Message[];
  /** URLs of all requests, and what the console and the page reported as errors. */
  readonly requests: string[];
  readonly errors: string[];
  /** Waits until the page has sent a message of which this holds. */
  readonly next: (isWanted: (message: Message) => boolean) => Promise<Message>;
}

/** Listens to a page that is about to be loaded; its script sends by `harnessSent`. */
export async function watchPage<Message>(
  page: Page,
  decode: (raw: unknown) => Message | undefined,
): Promise<WatchedPage<Message>> {
  const sent: Message[] = [];
  const requests: string[] = [];
  const errors: string[] = [];
  const waiting = new Set<() => void>();
  await page.exposeFunction('harnessSent', (raw) => {
    const message = decode(raw);
    if (message === undefined) {
      errors.push(`The host would drop ${JSON.stringify(raw)}`);
    } else {
      sent.push(message);
    }
    for (const resolve of waiting) {
      resolve();
    }
    waiting.clear();
  });
  page.on('request', (request) => {
    requests.push(request.url());
  });
  page.on('console', (message) => {
    if (message.type() === 'error') {
      errors.push(message.text());
    }
  });
  page.on('pageerror', (error) => {
    errors.push(error.message);
  });
  const next = async (isWanted: (message: Message) => boolean): Promise<Message> => {
    for (;;) {
      const [found] = sent.filter(isWanted);
      if (found !== undefined) {
        sent.splice(sent.indexOf(found), 1);
        return found;
      }
      await new Promise<void>((resolve) => {
        waiting.add(resolve);
      });
    }
  };
  return { sent, requests, errors, next };
}

/** Gives a page a message as the host does; settles when it is handled and drawn. */
export async function sendToPage(page: Page, message: unknown): Promise<void> {
  await page.evaluate(`window.postMessage(${JSON.stringify(message)}, '*')`);
  await page.evaluate('new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))');
}
