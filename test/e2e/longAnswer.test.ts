import assert from 'node:assert/strict';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { type Answer } from '../../src/core/chat/conversation.ts';
import { readConversation } from '../../src/core/chat/conversationFile.ts';
import { ROOT } from '../../tools/support/headlessEngine.ts';
import { writeGgufFile } from '../../src/models/gguf/writeGguf.ts';
import { talkativeOpenElm } from '../support/talkativeOpenElm.ts';
import { ChatPage } from './support/chatPage.ts';
import { startSession, type Session } from './support/session.ts';

/** A quarter of the context, which the model never ends before. */
const ANSWER_TOKENS = 512;
const POLL = { state: 'visible', timeout: 180_000 } as const;

describe('a long answer in the chat', () => {
  let scratch: string;
  let session: Session;
  before(async () => {
    scratch = mkdtempSync(path.join(os.tmpdir(), 'openelm-talkative-'));
    const model = path.join(scratch, 'talkative.gguf');
    await writeGgufFile(model, talkativeOpenElm());
    session = await startSession({
      extension: { kind: 'development', folder: ROOT },
      workspaceFiles: { 'main.ts': 'let a = 1;\n' },
      settings: { 'openelm.model.file': model },
    });
  });
  after(async () => {
    await session.stop();
    rmSync(scratch, { recursive: true });
  });

  /** The last answer as it is on disk. */
  const onDisk = (): Answer | undefined => {
    const storage = path.join(session.userDataDir, 'User/workspaceStorage');
    const file = readdirSync(storage, { recursive: true, encoding: 'utf8' }).find((name) =>
      name.endsWith('.jsonl'),
    );
    const read =
      file === undefined ? undefined : readConversation(readFileSync(path.join(storage, file), 'utf8'));
    return read?.kind === 'whole' ? read.conversation.turns.at(-1)?.answer : undefined;
  };
  const nextFrame = (): Promise<unknown> =>
    session.driver.page.evaluate('new Promise((resolve) => requestAnimationFrame(resolve))');
  const untilOnDisk = async (isSo: (answer: Answer) => boolean): Promise<Answer> => {
    for (;;) {
      const answer = onDisk();
      if (answer !== undefined && isSo(answer)) {
        return answer;
      }
      // The test's timeout is the limit.
      await nextFrame();
    }
  };

  it('goes on while its page is hidden, and is whole when the page is shown again', async () => {
    const { driver } = session;
    await driver.runCommand('OpenELM: Open the Chat');
    let page = (await ChatPage.find(session)).frame;
    await page.locator('.model-button[aria-label*="asked by raw completion"]').waitFor(POLL);
    await page.locator('.composer textarea').fill('Once upon a time there was');
    await page.locator('.composer .send').first().click();
    await page.locator('.answer.running .markdown .block').first().waitFor(POLL);
    await driver.runCommand('View: Show Explorer');
    const hidden = await untilOnDisk(({ tokens }) => tokens > 0);
    const later = await untilOnDisk(({ tokens }) => tokens > hidden.tokens);
    assert.ok(
      later.text.startsWith(hidden.text),
      'what came while the page was hidden follows what was there',
    );
    await driver.runCommand('OpenELM: Open the Chat');
    page = (await ChatPage.find(session)).frame;
    await page.locator('.answer .ending-text.cut').waitFor(POLL);
    const whole = await untilOnDisk(({ kind }) => kind === 'cut');
    assert.ok(whole.text.startsWith(later.text));
    assert.equal(whole.tokens, ANSWER_TOKENS);
    assert.match(
      await page.locator('.answer .figures').innerText(),
      new RegExp(`\\b${ANSWER_TOKENS} tokens`, 'u'),
    );
    const words = (text: string): string => text.replaceAll(/[^a-z0-9]/giu, '');
    const shown = await page.locator('.answer .markdown').innerText();
    assert.equal(words(shown).slice(-20), words(whole.text).slice(-20));
  });

  it('is asked for in another format once the user has chosen one with the model’s button', async () => {
    const page = (await ChatPage.find(session)).frame;
    await page.locator('.model-button').click();
    const { driver } = session;
    const row = '.quick-input-widget .monaco-list-row.focused:has-text("Apple’s training template")';
    await driver.page.locator('.quick-input-widget input[type="text"]').first().waitFor(POLL);
    // By its name, as with the keyboard: rows move while the list is laid out, and a click may meet another.
    await driver.page.keyboard.insertText('Apple');
    await driver.page.locator(row).first().waitFor(POLL);
    await driver.press('Enter');
    const asked = page.locator('.model-button[aria-label*="asked by Apple’s training template"]');
    await asked.waitFor(POLL);
    assert.match((await asked.getAttribute('aria-label')) ?? '', /OpenELM 270M Instruct/u);
    const settings = path.join(session.userDataDir, 'User/settings.json');
    const chosen = (): string | undefined =>
      /"openelm\.chat\.promptFormat":\s*"(\w+)"/u.exec(readFileSync(settings, 'utf8'))?.[1];
    while (chosen() === undefined) {
      await nextFrame();
    }
    assert.equal(chosen(), 'openElmInstruct');
  });
});
