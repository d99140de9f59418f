import { frameWith } from '../../../tools/host/frameWith.ts';
import { type Frame } from '../../../tools/host/playwright.ts';
import { type Session } from './session.ts';

const WAIT_MS = 60_000;

/** A turn as the page was told to show it. */
export interface ShownTurn {
  readonly id: string;
  readonly question: string;
  readonly text: string;
  readonly kind: string;
  /** Of a failed answer. */
  readonly message?: string;
}

/** A conversation as the page was told to show it. */
export interface ShownConversation {
  readonly conversationId: string;
  readonly turns: readonly ShownTurn[];
}

/** Keeps what the host has sent, as the page does, and lets others wait for a change of it. */
const RECORDER = `(() => {
  if (window.openelmShown) return;
  let shown = { conversationId: '', turns: [] };
  const waiting = new Set();
  const see = () => [...waiting].forEach((look) => look());
  window.openelmShown = {
    get: () => shown,
    until: (isSo, timeoutMs) => new Promise((resolve) => {
      const end = (isThere) => { waiting.delete(look); clearTimeout(timer); resolve(isThere); };
      const look = () => { if (isSo(shown)) end(true); };
      const timer = setTimeout(() => end(false), timeoutMs);
      waiting.add(look);
      look();
    }),
  };
  window.addEventListener('message', ({ data }) => {
    if (data.kind === 'start' || data.kind === 'state') {
      const { conversationId, turns } = data.state;
      shown = { conversationId, turns: turns.map(({ id, question, answer }) => ({ id, question, text: answer.text, kind: answer.kind, message: answer.message })) };
    } else if (data.kind === 'chunk') {
      const change = (turn) => turn.id === data.turnId ? { ...turn, text: turn.text.slice(0, data.offset) + data.text } : turn;
      shown = { ...shown, turns: shown.turns.map(change) };
    }
    see();
  });
})()`;

/** The chat view of a session, driven as a user does. */
export class ChatPage {
  private constructor(
    private readonly session: Session,
    readonly frame: Frame,
  ) {}

  /** Opens the view and waits for its page. */
  static async open(session: Session): Promise<ChatPage> {
    await session.driver.runCommand('OpenELM: Open the Chat');
    return ChatPage.find(session);
  }

  /** Waits for the page of a view that was opened. */
  static async find(session: Session): Promise<ChatPage> {
    const frame = await frameWith(session.driver.page, '#chat .composer');
    await frame.evaluate(RECORDER);
    return new ChatPage(session, frame);
  }

  /** Sends a question; settles when the page shows it. */
  async ask(question: string): Promise<void> {
    const before = (await this.shown()).turns.length;
    await this.frame.locator('.composer textarea').fill(question);
    await this.session.driver.page.keyboard.press('Enter');
    await this.until(
      `shown.turns.length !== ${before} && shown.turns.at(-1).question === ${JSON.stringify(question)}`,
    );
  }

  async shown(): Promise<ShownConversation> {
    return (await this.frame.evaluate('window.openelmShown.get()')) as ShownConversation;
  }

  /** Waits until an expression over `shown` is true. Throws when it does not come to that. */
  async until(isSo: string, timeoutMs: number = WAIT_MS): Promise<void> {
    const expression = `window.openelmShown.until((shown) => ${isSo}, ${timeoutMs})`;
    if ((await this.frame.evaluate(expression)) !== true) {
      throw new Error(`Not so: ${isSo}: ${JSON.stringify(await this.shown())}`);
    }
  }
}
