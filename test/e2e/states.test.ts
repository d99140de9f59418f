import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { frameWith } from '../../tools/host/frameWith.ts';
import { ROOT } from '../../tools/support/headlessEngine.ts';
import { engineProcesses } from './support/engineProcess.ts';
import { startSession, type Session, type SessionOptions } from './support/session.ts';

const GHOST_TIMEOUT_MS = 30_000;
const CODE = 'export function add(first: number, second: number): number {\n  return first + second;\n}\n\n';
/** Goes on as the function above does, so that the model is sure of it. */
const HEAD = 'export function subtract(first: number, second: number): number {\n';
/** The beginning of one more. */
const NEXT = 'return first - second;\n}\n\nexport f';

const start = (options: Partial<SessionOptions>): Promise<Session> =>
  startSession({
    extension: { kind: 'development', folder: ROOT },
    workspaceFiles: { 'main.ts': CODE },
    ...options,
  });

/** Opens a file and types the head of a function at its end. */
async function typeHead({ driver }: Session, file = 'main.ts'): Promise<void> {
  await driver.openFile(file);
  await driver.press('Control+End');
  await driver.type(HEAD, 30);
}

/** The lines of the status menu, which is left open. */
async function openMenu({ driver }: Session): Promise<string[]> {
  await driver.runCommand('OpenELM: Show the Status Menu');
  const rows = driver.page.locator('.quick-input-widget .monaco-list-row');
  await rows.first().waitFor({ state: 'visible' });
  return Promise.all(Array.from({ length: await rows.count() }, (_, index) => rows.nth(index).innerText()));
}

describe('what a person sees', () => {
  let session: Session;
  afterEach(() => session.stop());

  it('is nothing at all, and no engine, when completions are switched off; and ghost text once they are on', async () => {
    session = await start({ settings: { 'openelm.enabled': false } });
    await typeHead(session);
    const { driver } = session;
    assert.match((await driver.statusBarItem('OpenELM')).ariaLabel, /switched off/u);
    assert.equal(await driver.waitForGhostText(1500), undefined);
    assert.deepEqual(engineProcesses(session), []);
    await driver.runCommand('OpenELM: Toggle Completions');
    await driver.type(NEXT, 30);
    assert.ok(await driver.waitForGhostText(GHOST_TIMEOUT_MS));
  });

  it('says that a file with secrets is left alone, and by which pattern', async () => {
    session = await start({ workspaceFiles: { '.env': 'TOKEN=abc\n', 'main.ts': CODE } });
    const { driver } = session;
    await driver.openFile('.env');
    await driver.press('Control+End');
    await driver.type('PASSWORD=', 30);
    assert.match((await driver.statusBarItem('OpenELM')).ariaLabel, /\*\*\/\.env/u);
    assert.equal(await driver.waitForGhostText(1500), undefined);
    assert.ok((await openMenu(session)).some((line) => line.includes('**/.env')));
    // The editor's own pause is one step away, and asks for how long.
    await driver.page.keyboard.insertText('Pause suggestions');
    await driver.press('Enter');
    const minutes = driver.page.locator('.quick-input-widget .monaco-list-row:has-text("minutes")');
    await minutes.first().waitFor({ state: 'visible' });
  });

  it('leaves out what .gitignore hides when the user asks for it', async () => {
    session = await start({
      workspaceFiles: { '.gitignore': 'generated/\n', 'generated/out.ts': CODE, 'main.ts': CODE },
      settings: { 'openelm.completion.respectGitignore': true },
    });
    const { driver } = session;
    await driver.openFile('generated/out.ts');
    assert.match((await driver.statusBarItem('gitignore')).ariaLabel, /\.gitignore/u);
    await typeHead(session);
    assert.ok(await driver.waitForGhostText(GHOST_TIMEOUT_MS));
  });

  it('says what is wrong with a model file, and gets back to the built-in model in one step', async () => {
    session = await start({ settings: { 'openelm.model.file': '/nowhere/model.gguf' } });
    await typeHead(session);
    const { driver } = session;
    assert.match((await driver.statusBarItem('/nowhere/model.gguf')).ariaLabel, /There is no file at/u);
    const menu = await openMenu(session);
    assert.match(menu[0] ?? '', /Use the built-in model/u);
    await driver.press('Enter');
    while ((await driver.statusBarItem('OpenELM')).ariaLabel.includes('There is no file at')) {
      // Until the setting is another one; the test's timeout is the limit.
    }
    // While the engine starts: no key follows to ask it once it is there.
    await driver.type(NEXT, 1);
    assert.ok(await driver.waitForGhostText(GHOST_TIMEOUT_MS));
  });

  it('says that the editor itself hides suggestions', async () => {
    session = await start({ settings: { 'editor.inlineSuggest.enabled': false } });
    await typeHead(session);
    assert.equal(await session.driver.waitForGhostText(1500), undefined);
    assert.ok((await openMenu(session)).some((line) => line.includes('The editor hides inline suggestions')));
  });

  it('is a suggestion in a sample, one command after installing', async () => {
    session = await start({});
    const { driver } = session;
    await driver.runCommand('OpenELM: Try a Completion');
    assert.ok(await driver.waitForGhostText(GHOST_TIMEOUT_MS));
    await driver.runCommand('OpenELM: Why This Suggestion, or None?');
    const page = await frameWith(driver.page, 'details[open] summary:has-text("Suggested:")');
    assert.match(await page.locator('details[open] pre').first().innerText(), /function subtract/u);
    const pictures = process.env['OPENELM_PICTURES'];
    if (pictures !== undefined) {
      await driver.screenshot(path.join(pictures, 'why.png'));
    }
  });
});

describe('the commit box', () => {
  it('gets suggestions too', async function () {
    const repository = mkdtempSync(path.join(os.tmpdir(), 'openelm-repository-'));
    if (spawnSync('git', ['init', '--quiet', repository]).status !== 0) {
      console.log('      skipped: there is no git here');
      this.skip();
    }
    writeFileSync(path.join(repository, 'main.ts'), CODE);
    const session = await start({ workspaceDir: repository, settings: { 'git.enabled': true } });
    try {
      const { driver } = session;
      await driver.openFile('main.ts');
      await driver.press('Control+Shift+G');
      await driver.page.locator('.scm-editor').first().click();
      await driver.type('Rename first number to augend, rename second n', 40);
      assert.ok(await driver.waitForGhostText(GHOST_TIMEOUT_MS));
    } finally {
      await session.stop();
      rmSync(repository, { recursive: true });
    }
  });
});

describe('an input method', () => {
  let session: Session;
  afterEach(() => session.stop());

  /** How many requests there were in this session, as the diagnostics page says. */
  async function requests({ driver }: Session): Promise<string> {
    await driver.runCommand('OpenELM: Show Diagnostics');
    await driver.page.locator('iframe.webview').first().waitFor({ state: 'visible' });
    for (;;) {
      for (const frame of driver.page.frames()) {
        const text = String(await frame.evaluate('document.body?.innerText ?? ""'));
        if (text.includes('Suggestions')) {
          await driver.press('Control+w');
          return text
            .split('\n')
            .filter((line) => /^(?:Suggestions|Without)/u.test(line))
            .join();
        }
      }
    }
  }

  it('composes without a request, once it has been recognised', async () => {
    session = await start({ workspaceFiles: { 'notes.md': '# Notes\n\nsome text here\n' } });
    const { driver } = session;
    const devTools = await driver.page.context().newCDPSession(driver.page);
    const compose = async (states: readonly string[], commit: string): Promise<void> => {
      for (const text of states) {
        const end = text.length;
        await devTools.send('Input.imeSetComposition', { text, selectionStart: end, selectionEnd: end });
        // A person's pace: each state stands long enough for a request to be made.
        await driver.page.evaluate('new Promise((resolve) => setTimeout(resolve, 300))');
      }
      await devTools.send('Input.insertText', { text: commit });
    };
    await driver.openFile('notes.md');
    await driver.press('Control+End');
    await compose(['n', 'ni', 'ni h', 'ni hao'], '你好');
    await driver.waitForGhostText(2000);
    const before = await requests(session);
    await driver.openFile('notes.md');
    await compose(['s', 'sh', 'shi', 'shi j', 'shi jie'], '');
    const after = await requests(session);
    assert.equal(withoutComposing(after), withoutComposing(before));
    assert.match(after, /composing \d+/u);
  });

  /**
   * The requests that went past the trigger policy, and so perhaps to the engine. On a slow machine one that was made
   * before is cancelled only when the page of the diagnostics comes up.
   */
  const withoutComposing = (counts: string): string =>
    counts.replaceAll(/(?:composing|cancelled) \d+(?:, )?|none/gu, '').replace(/, $/u, '');
});

describe('a hostile workspace', () => {
  let session: Session;
  afterEach(() => session.stop());

  const hostile = JSON.stringify({
    'openelm.model.file': '/tmp/hostile.gguf',
    'openelm.engine.gpu': 'vulkan',
    'openelm.engine.threads': 64,
    'openelm.engine.idleUnload': 1,
  });

  it('has no say in what the engine opens, even when it is trusted', async () => {
    session = await start({
      workspaceFiles: { 'main.ts': CODE, '.vscode/settings.json': hostile },
    });
    await typeHead(session);
    assert.ok(await session.driver.waitForGhostText(GHOST_TIMEOUT_MS));
    assert.match((await session.driver.statusBarItem('OpenELM')).ariaLabel, /OpenELM Nano 48M on cpu/u);
  });

  it('has no say in anything while it is not trusted', async () => {
    session = await start({
      workspaceFiles: {
        'main.ts': CODE,
        '.vscode/settings.json': JSON.stringify({
          'openelm.enabled': false,
          'openelm.completion.exclude': ['**'],
        }),
      },
      settings: {
        'security.workspace.trust.enabled': true,
        'security.workspace.trust.startupPrompt': 'never',
        'security.workspace.trust.banner': 'never',
      },
      untrusted: true,
    });
    await session.driver.page
      .locator('.statusbar-item:has-text("Restricted Mode")')
      .first()
      .waitFor({ state: 'visible' });
    await typeHead(session);
    assert.ok(await session.driver.waitForGhostText(GHOST_TIMEOUT_MS));
  });
});
