import assert from 'node:assert/strict';
import path from 'node:path';
import { type Frame } from '../../tools/host/playwright.ts';
import { chatModel } from '../../tools/bench/chatModel.ts';
import { listProcessTree } from '../../tools/host/processTree.ts';
import { ROOT } from '../../tools/support/headlessEngine.ts';
import { ChatPage, type ShownTurn } from './support/chatPage.ts';
import { engineProcesses } from './support/engineProcess.ts';
import { compareStored } from './support/storedChat.ts';
import { startSession, type Session } from './support/session.ts';
import {
  allowClipboard,
  CLIPBOARD,
  selectInTerminal,
  TERMINAL_SETTINGS,
} from './support/terminalSelection.ts';

const CODE = `export function add(first: number, second: number): number {
  return first + second;
}
`;
const PROMPT = { '.openelm/prompts/review.md': '---\ndescription: Looks it over\n---\nReview this.' };
const WAIT_MS = 60_000;
const POLL = { state: 'visible', timeout: WAIT_MS } as const;

describe('the chat', () => {
  let session: Session;
  let page: Frame;

  before(async () => {
    session = await startSession({
      extension: { kind: 'development', folder: ROOT },
      workspaceFiles: { 'main.ts': CODE, ...PROMPT },
      settings: {
        'workbench.colorTheme': 'Light Modern',
        'workbench.preferredLightColorTheme': 'Light Modern',
        'workbench.preferredDarkColorTheme': 'Dark Modern',
        ...TERMINAL_SETTINGS,
      },
    });
    const { driver } = session;
    await driver.openFile('main.ts');
    await driver.press('Control+a');
    await driver.runCommand('OpenELM: Explain Selection');
    page = (await ChatPage.find(session)).frame;
  });
  after(() => session.stop());

  it('shows the question with what was selected, and the sentence that the built-in model has for it', async () => {
    await page.locator('.turn .question-text').waitFor(POLL);
    assert.match(await page.locator('.turn .question-text').innerText(), /\/explain/u);
    assert.match(await page.locator('.turn .question .chip-label').first().innerText(), /main\.ts:1–/u);
    await page.locator('.turn .answer-foot .figures').waitFor(POLL);
    assert.match(await page.locator('.turn .answer').innerText(), /OpenELM Nano 48M\s+\w+ .+\w/u);
    assert.equal(await page.locator('.turn .ending-text.failed').count(), 0);
    const pictures = process.env['OPENELM_PICTURES'];
    if (pictures !== undefined) {
      await session.driver.screenshot(path.join(pictures, 'chat.png'));
    }
  });

  it('keeps the conversation when its view is hidden and shown again', async () => {
    const { driver } = session;
    const before = await page.locator('.turn .answer').innerText();
    await driver.runCommand('View: Show Explorer');
    await driver.runCommand('OpenELM: Open the Chat');
    page = (await ChatPage.find(session)).frame;
    await page.locator('.turn .answer-foot .figures').waitFor(POLL);
    assert.equal(await page.locator('.turn .answer').innerText(), before);
  });

  it('starts a new conversation', async () => {
    await session.driver.runCommand('OpenELM: New Conversation');
    await page.locator('.turn').first().waitFor({ state: 'detached', timeout: WAIT_MS });
    assert.equal(await page.locator('.turn').count(), 0);
  });

  it('colours code as the theme does, and follows it', async () => {
    const shows = (color: string): Promise<unknown> =>
      page.evaluate(`new Promise((resolve) => {
        const look = () => getComputedStyle(document.documentElement).getPropertyValue('--token-keyword') === '${color}'
          ? resolve() : requestAnimationFrame(look);
        look();
      })`);
    await shows('rgb(175, 0, 219)'); // Light Modern's, in a file that it includes
    await session.driver.runCommand('Preferences: Toggle between Light/Dark Themes');
    await shows('rgb(197, 134, 192)');
    assert.equal(await page.evaluate('document.body.dataset.vscodeThemeId'), 'Dark Modern');
  });

  it('offers the prompts that the workspace brings', async () => {
    await page.locator('.composer textarea').fill('');
    await page.locator('.composer textarea').click();
    await session.driver.type('/rev', 30);
    await page.locator('.suggestion').first().waitFor(POLL);
    assert.match(await page.locator('.suggestion').first().innerText(), /\/review\s+Looks it over/u);
  });

  it('explains what is selected in the terminal, and gives the clipboard back', async () => {
    const { driver } = session;
    await page.locator('.composer textarea').fill('');
    await allowClipboard(session);
    await selectInTerminal(session);
    await driver.runCommand('OpenELM: Explain the Terminal Selection');
    page = (await ChatPage.find(session)).frame;
    await page.locator('.turn .ending-text').waitFor(POLL);
    assert.match(await page.locator('.turn .question-text').innerText(), /\/explain/u);
    assert.equal(await page.locator('.turn .question .chip-label').first().innerText(), 'Terminal');
    assert.equal(await driver.page.evaluate('navigator.clipboard.readText()'), CLIPBOARD);
  });
});

describe('a conversation', () => {
  let session: Session;
  let page: ChatPage;

  before(async () => {
    session = await startSession({
      extension: { kind: 'development', folder: ROOT },
      settings: { 'openelm.model.file': await chatModel() },
    });
    page = await ChatPage.open(session);
  });
  after(() => session.stop());

  /** Asks, and waits until some of the answer is shown. */
  const ask = async (question: string): Promise<void> => {
    await page.ask(question);
    await page.until('shown.turns.at(-1).text.length > 40');
  };
  const onlyTurn = async (): Promise<ShownTurn> => {
    const { turns } = await page.shown();
    const [turn] = turns;
    assert.ok(turn !== undefined && turns.length === 1);
    return turn;
  };

  it('keeps what was shown of an answer whose engine was killed, and Retry brings the whole', async () => {
    await ask('One?');
    const before = await onlyTurn();
    for (const { pid } of engineProcesses(session)) {
      process.kill(pid, 'SIGKILL');
    }
    await page.until(`shown.turns.at(-1).kind === 'interrupted'`);
    const kept = await onlyTurn();
    await page.frame.locator('.turn .buttons button').nth(1).click();
    await page.until(`shown.turns.at(-1).kind === 'cut'`);
    const whole = await onlyTurn();
    assert.ok(before.text.length > 40 && kept.text.startsWith(before.text));
    assert.equal(whole.question, kept.question);
    assert.ok(whole.text.length > kept.text.length);
    // The same words again, in whatever pieces the new engine read the question: see the model's own comment.
    assert.ok(whole.text.startsWith(kept.text), JSON.stringify([kept.text, whole.text]));
  });

  it('is on the disk as it was shown when the extension host is killed', async () => {
    await ask('Two?');
    const shown = await page.shown();
    for (const { pid, commandLine } of listProcessTree(session.server.pid)) {
      if (commandLine.includes('--type=extensionHost')) {
        process.kill(pid, 'SIGKILL');
      }
    }
    const { faults } = await compareStored(session, shown, false);
    assert.deepEqual(faults, []);
    assert.equal(shown.turns.length, 2);
  });
});

describe('the chat in a workspace that is not trusted', () => {
  let session: Session;
  after(() => session.stop());

  it('offers none of the prompts that the workspace brings', async () => {
    session = await startSession({
      extension: { kind: 'development', folder: ROOT },
      workspaceFiles: { 'main.ts': CODE, ...PROMPT },
      settings: {
        'security.workspace.trust.enabled': true,
        'security.workspace.trust.startupPrompt': 'never',
      },
      untrusted: true,
    });
    await session.driver.runCommand('OpenELM: Open the Chat');
    const page = (await ChatPage.find(session)).frame;
    await page.locator('.composer textarea').click();
    await session.driver.type('/', 30);
    await page.locator('.suggestion').first().waitFor(POLL);
    const rows = await page.locator('.suggestions').innerText();
    assert.match(rows, /\/explain/u);
    assert.doesNotMatch(rows, /review/u);
  });
});
