import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { ROOT } from '../../tools/support/headlessEngine.ts';
import { engineProcesses } from './support/engineProcess.ts';
import { scriptedExtension, type ScriptedExtension } from './support/scriptedExtension.ts';
import { startSession, type Session } from './support/session.ts';

const CODE = `export function total(prices: number[]): number {
  let sum = 0;
  for (let i = 0; i <= prices.length; i++) {
    sum += prices[i];
  }
  return sum;
}
`;
const REDUCED = 'return prices.reduce((sum, price) => sum + price, 0);';
const ANSWERS = [
  [
    'Change the code',
    `Sure, here it is:\n\n\`\`\`ts\nexport function total(prices: number[]): number {\n  ${REDUCED}\n}\n\`\`\`\nIt is shorter.`,
  ],
  [
    'Explain what',
    'Adds up all prices.\nIt reads one element past the end of the list, which makes the sum `NaN`: the loop should end before `prices.length`, and not with it.',
  ],
  ['Simplify this', '```ts\nexport function total(prices: number[]): number {\n  // Thinking\n…'],
  ['better names', '1. `sumOfPrices`\n2. `addPrices`\n3. `totalPrice`\n'],
  ['git commit', '```\nAdd up prices\n```'],
] as const;
const WAIT = { state: 'visible', timeout: 60_000 } as const;
const ACCEPT = '.editor-actions .action-label[aria-label^="Accept the Proposal"]';
const REJECT = '.editor-actions .action-label[aria-label^="Reject the Proposal"]';
const GONE = { state: 'hidden', timeout: 60_000 } as const;

describe('the commands on code', () => {
  let extension: ScriptedExtension;
  let session: Session;
  before(async () => {
    extension = scriptedExtension();
    session = await startSession({
      extension: { kind: 'development', folder: extension.folder },
      workspaceFiles: { 'total.ts': CODE },
      env: extension.env(ANSWERS),
      settings: { 'git.enabled': true },
    });
    const git = (...args: readonly string[]): Buffer =>
      execFileSync('git', args, { cwd: session.workspaceDir });
    git('init', '--quiet');
    git('add', 'total.ts');
    await session.driver.openFile('total.ts');
  });
  after(async () => {
    await session.stop();
    extension.remove();
  });

  const look = (selector: string): ReturnType<Session['driver']['page']['locator']> =>
    session.driver.page.locator(selector);
  /** For a person to look at, when a folder for pictures is named. */
  const picture = async (name: string): Promise<void> => {
    const folder = process.env['OPENELM_PICTURES'];
    if (folder !== undefined) {
      mkdirSync(folder, { recursive: true });
      await session.driver.screenshot(path.join(folder, `${name}.png`));
    }
  };
  const selectFunction = async (): Promise<void> => {
    await session.driver.openFile('total.ts');
    await session.driver.press('Control+a');
  };

  it('propose what an instruction asks for, and one undo takes it back', async () => {
    const { driver } = session;
    await selectFunction();
    await driver.runCommand('OpenELM: Edit with an Instruction…');
    await look('.quick-input-widget .quick-input-title').waitFor(WAIT);
    await driver.page.keyboard.insertText('use reduce');
    await picture('edit-input');
    await driver.press('Enter');
    await look('.monaco-diff-editor .view-line:has-text("reduce")').first().waitFor(WAIT);
    await look(ACCEPT).first().waitFor(WAIT);
    await look('.notification-toast').first().waitFor(GONE);
    await picture('edit-proposal');
    await look(ACCEPT).first().click();
    await look('.monaco-diff-editor').first().waitFor(GONE);
    assert.equal(
      (await driver.documentText()).trim(),
      `export function total(prices: number[]): number {\n  ${REDUCED}\n}`,
    );
    await driver.press('Control+z');
    assert.equal(await driver.documentText(), CODE);
  });

  it('explain beside the code, and Escape closes the explanation', async () => {
    const { driver } = session;
    await selectFunction();
    await driver.runCommand('OpenELM: Explain Here');
    await look('.peekview-widget .view-line:has-text("NaN")').first().waitFor(WAIT);
    await picture('explain-here');
    await driver.press('Escape');
    await look('.peekview-widget').first().waitFor(GONE);
    assert.equal(await driver.documentText(), CODE);
  });

  it('end when they are cancelled, and change nothing', async () => {
    const { driver } = session;
    await selectFunction();
    await driver.runCommand('OpenELM: Simplify Selection');
    await look('.notification-toast:has-text("Simplify")').first().waitFor(WAIT);
    await look('.monaco-diff-editor').first().waitFor(WAIT);
    await picture('cancel');
    await look('.notification-toast .monaco-button:has-text("Cancel")').first().click();
    await look('.monaco-diff-editor').first().waitFor(GONE);
    await selectFunction();
    assert.equal(await driver.documentText(), CODE);
  });

  it('offer to accept no proposal that is still being written, and end with its rejection', async () => {
    const { driver } = session;
    await selectFunction();
    await driver.runCommand('OpenELM: Simplify Selection');
    await look('.notification-toast:has-text("Simplify")').first().waitFor(WAIT);
    await look(REJECT).first().waitFor(WAIT);
    assert.equal(await look(ACCEPT).count(), 0);
    await picture('still-writing');
    await look(REJECT).first().click();
    await look('.monaco-diff-editor').first().waitFor(GONE);
    // The notification shows the model's work, and goes with it.
    await look('.notification-toast').first().waitFor(GONE);
    await selectFunction();
    assert.equal(await driver.documentText(), CODE);
  });

  it('say so when the engine is killed in the middle of an answer, change nothing and can be run again', async () => {
    const { driver } = session;
    await selectFunction();
    await driver.runCommand('OpenELM: Simplify Selection');
    // Before its first word an answer would be asked for once more.
    await look('.monaco-diff-editor .view-line:has-text("Thinking")').first().waitFor(WAIT);
    const [engine] = engineProcesses(session);
    assert.ok(engine !== undefined);
    process.kill(engine.pid, 'SIGKILL');
    const said = await driver.waitForNotification('engine ended before', 60_000);
    assert.match(said ?? '', /Nothing was changed/u);
    await picture('engine-killed');
    await look('.monaco-diff-editor').first().waitFor(GONE);
    await look('.notification-toast .monaco-button:has-text("Try Again")').first().click();
    await look('.monaco-diff-editor').first().waitFor(WAIT);
    await driver.runCommand('OpenELM: Reject the Proposal');
    await look('.monaco-diff-editor').first().waitFor(GONE);
    await selectFunction();
    assert.equal(await driver.documentText(), CODE);
  });

  it('suggest names, of which the language’s own rename applies one', async () => {
    const { driver } = session;
    await driver.openFile('total.ts');
    await driver.goToLine(1, 18);
    await driver.runCommand('OpenELM: Rename Suggestions…');
    await look('.quick-input-widget .monaco-list-row:has-text("addPrices")').first().waitFor(WAIT);
    await picture('names');
    await driver.press('Enter');
    await look('.view-line:has-text("sumOfPrices")').first().waitFor(WAIT);
    assert.equal(await driver.documentText(), CODE.replace('total', 'sumOfPrices'));
  });

  it('write a commit message by a button of the source control view', async () => {
    const { driver } = session;
    await driver.press('Control+Shift+g');
    await look('.action-label[aria-label^="Generate a Commit Message"]').first().waitFor(WAIT);
    await picture('commit-button');
    await look('.action-label[aria-label^="Generate a Commit Message"]').first().click();
    await look('.scm-editor .view-line:has-text("Add up prices")').first().waitFor(WAIT);
    await picture('commit-message');
  });

  it('are in the light bulb and in the editor’s context menu', async () => {
    const { driver } = session;
    await selectFunction();
    await driver.press('Control+.');
    await look('.action-widget :text("Edit with OpenELM")').first().waitFor(WAIT);
    await picture('light-bulb');
    await driver.press('Escape');
    await driver.press('Shift+F10');
    await look('.context-view .action-label:has-text("OpenELM")').first().waitFor(WAIT);
    await look('.context-view .action-label:has-text("OpenELM")').first().hover();
    await look('.context-view .action-label:has-text("Explain Here")').first().waitFor(WAIT);
    await picture('context-menu');
    await driver.press('Escape');
  });
});

describe('the commands on code with the built-in model', () => {
  it('say which kind of model they need, with buttons that lead to one', async () => {
    const session = await startSession({
      extension: { kind: 'development', folder: ROOT },
      workspaceFiles: { 'total.ts': CODE },
    });
    try {
      const { driver } = session;
      await driver.openFile('total.ts');
      await driver.press('Control+a');
      await driver.runCommand('OpenELM: Simplify Selection');
      const said = await driver.waitForNotification('needs a model', 60_000);
      assert.match(said ?? '', /“Simplify” needs a model that follows instructions/u);
      for (const step of ['Get a Model…', 'Choose a Model File…']) {
        const button = `.notification-toast .monaco-button:has-text("${step}")`;
        await driver.page.locator(button).first().waitFor(WAIT);
      }
      const folder = process.env['OPENELM_PICTURES'];
      if (folder !== undefined) {
        await driver.screenshot(path.join(folder, 'needs-model.png'));
      }
    } finally {
      await session.stop();
    }
  });
});
