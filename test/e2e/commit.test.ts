import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { ChatPage } from './support/chatPage.ts';
import { scriptedExtension, type ScriptedExtension } from './support/scriptedExtension.ts';
import { startSession, type Session } from './support/session.ts';

const LINE = 'The function adds up the prices and returns their sum.\n';
/** The first word that a prompt holds decides, and earlier questions are in it. */
const ANSWERS = [
  ['Explain what', `It adds.\n\n${LINE.repeat(40)}…`],
  ['git commit', 'Add up prices\n'],
] as const;
const WAIT = { state: 'visible', timeout: 60_000 } as const;

describe('a question in the chat', () => {
  let extension: ScriptedExtension;
  let session: Session;
  let chat: ChatPage;
  before(async () => {
    extension = scriptedExtension();
    session = await startSession({
      extension: { kind: 'development', folder: extension.folder },
      workspaceFiles: { 'total.ts': 'export const total = 1;\n', '.env': 'TOKEN=1\n' },
      env: extension.env(ANSWERS),
      settings: { 'git.enabled': true },
    });
    git('init', '--quiet');
    git('add', '--force', 'total.ts', '.env');
    await session.driver.openFile('total.ts');
    // The repository is there once the view that shows it is.
    await session.driver.press('Control+Shift+g');
    await session.driver.page.locator('.scm-view .label-name:has-text("total.ts")').first().waitFor(WAIT);
    chat = await ChatPage.open(session);
  });
  after(async () => {
    await session.stop();
    extension.remove();
  });

  const git = (...args: readonly string[]): Buffer =>
    execFileSync('git', args, { cwd: session.workspaceDir });
  /** The names of the chips there. */
  const namesIn = async (chips: string): Promise<readonly string[]> => {
    const text = await chat.frame.locator(chips).first().innerText();
    return text
      .split('\n')
      .map((line) => line.trim())
      .filter(Boolean);
  };
  /** For a person to look at, when a folder for pictures is named. */
  const picture = async (name: string): Promise<void> => {
    const folder = process.env['OPENELM_PICTURES'];
    if (folder !== undefined) {
      mkdirSync(folder, { recursive: true });
      await session.driver.screenshot(path.join(folder, `${name}.png`));
    }
  };

  it('that begins with /commit shows what is staged while it is typed, and is about that', async () => {
    await chat.frame.locator('.composer textarea').fill('/commit ');
    await chat.frame.locator('.context-bar .chip-label:has-text("All staged files")').waitFor(WAIT);
    assert.deepEqual(await namesIn('.context-bar .chips'), ['All staged files', 'total.ts']);
    await chat.frame.locator('.cuts:has-text("may hold secrets: .env")').waitFor(WAIT);
    await picture('commit-typed');
    await chat.ask('/commit in one line');
    await chat.until('shown.turns.at(-1).kind === "done"');
    assert.equal((await chat.shown()).turns.at(-1)?.text, 'Add up prices\n');
    assert.deepEqual(await namesIn('.turn .question .chips'), ['All staged files', 'total.ts']);
    await picture('commit-answered');
  });

  it('that begins with /commit is answered with a plain word where nothing is staged', async () => {
    git('rm', '--cached', '--quiet', 'total.ts', '.env');
    await chat.ask('/commit in one line');
    await chat.until('shown.turns.at(-1).kind === "failed"');
    assert.match((await chat.shown()).turns.at(-1)?.message ?? '', /Nothing is staged/u);
    await picture('commit-nothing-staged');
  });

  it('whose answer repeats itself without end is stopped, and what was repeated is there once', async () => {
    await chat.ask('/explain it');
    await chat.until('shown.turns.at(-1).kind === "repeated"');
    assert.equal((await chat.shown()).turns.at(-1)?.text, `It adds.\n\n${LINE.trimEnd()}`);
    await chat.frame.locator('.ending-text.repeated').waitFor(WAIT);
    await picture('repeated');
  });
});
