import { execFileSync } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { ChatPage } from '../../test/e2e/support/chatPage.ts';
import { scriptedExtension } from '../../test/e2e/support/scriptedExtension.ts';
import { startSession, type Session } from '../../test/e2e/support/session.ts';
import { ROOT } from '../support/headlessEngine.ts';
import { EDITOR_THEMES, pictureSettings } from './editorThemes.ts';

const VIEWPORT = { width: 1280, height: 720 };
const WAIT = { state: 'visible', timeout: 60_000 } as const;
const GONE = { state: 'hidden', timeout: 60_000 } as const;
const CODE = `export function total(prices: number[]): number {
  let sum = 0;
  for (let i = 0; i <= prices.length; i++) {
    sum += prices[i];
  }
  return sum;
}

export const average = (prices: number[]): number => total(prices) / prices.lenght;
`;
const REDUCED = `export function total(prices: number[]): number {
  return prices.reduce((sum, price) => sum + price, 0);
}`;
/** What the scripted engine answers, by words of the prompt; see test/e2e/fixtures/scripted-engine. */
const ANSWERS = [
  ['Change the code', `\`\`\`ts\n${REDUCED}\n\`\`\`\n`],
  ['Fix the problems', `\`\`\`ts\n${CODE.replace('<=', '<').replace('lenght', 'length')}\`\`\`\n`],
  [
    'short sentences',
    'Adds up all prices and returns the sum.\nIt reads one element past the end of the list, so the sum is `NaN`: the loop should end before `prices.length`.',
  ],
  [
    'Explain what',
    `Adds up **all prices** and returns the sum.\n\n- The loop reads one element past the end, so the sum is \`NaN\`.\n- \`reduce\` says the same in one line:\n\n\`\`\`ts\n${REDUCED}\n\`\`\`\n`,
  ],
  [
    'Simplify this',
    `\`\`\`ts\nexport function total(prices: number[]): number {\n  return prices\n    .filter(Boolean)\n    .map(Number)\n    .reduce(\n…`,
  ],
  ['better names', '1. `sumOfPrices`\n2. `addPrices`\n3. `totalPrice`\n'],
  ['git commit', '```\nAdd up prices\n\nThe sum is for the bill.\n```'],
] as const;
const ACCEPT = '.editor-actions .action-label[aria-label^="Accept the Proposal"]';
const REJECT = '.editor-actions .action-label[aria-label^="Reject the Proposal"]';
const DIFF = '.monaco-diff-editor';

/** Takes a picture of what each command shows, in a real VS Code with an engine that answers from a script. */
export async function takeCommandPictures(folder: string): Promise<void> {
  mkdirSync(folder, { recursive: true });
  for (const [short, theme] of Object.entries(EDITOR_THEMES)) {
    const camera = await openCamera(theme, path.join(folder, short));
    try {
      await takeChanges(camera);
      await takeMenus(camera);
      await takeExplanations(camera);
      await takeCommitMessage(camera);
    } finally {
      await camera.close();
    }
    await takeUntrained(theme, path.join(folder, short));
    console.log(`commands: ${short}`);
  }
}

interface Camera {
  readonly session: Session;
  /** Waits for what the selector names. */
  readonly see: (selector: string, gone?: boolean) => Promise<void>;
  readonly click: (selector: string) => Promise<void>;
  readonly selectAll: () => Promise<void>;
  readonly take: (name: string) => Promise<void>;
  readonly close: () => Promise<void>;
}

async function openCamera(theme: string, prefix: string): Promise<Camera> {
  const extension = scriptedExtension();
  const session = await startSession({
    extension: { kind: 'development', folder: extension.folder },
    workspaceFiles: { 'total.ts': CODE, 'bill.ts': CODE },
    env: extension.env(ANSWERS),
    settings: { ...pictureSettings(theme), 'git.enabled': true },
    viewport: VIEWPORT,
  });
  const { driver, workspaceDir } = session;
  execFileSync('git', ['init', '--quiet'], { cwd: workspaceDir });
  execFileSync('git', ['add', 'total.ts'], { cwd: workspaceDir });
  return {
    session,
    see: (selector, gone = false) =>
      driver.page
        .locator(selector)
        .first()
        .waitFor(gone ? GONE : WAIT),
    click: (selector) => driver.page.locator(selector).first().click(),
    selectAll: async () => {
      await driver.openFile('total.ts');
      await driver.press('Control+a');
    },
    take: (name) => driver.screenshot(`${prefix}-${name}.png`),
    close: async () => {
      await session.stop();
      extension.remove();
    },
  };
}

async function takeChanges({ session: { driver }, see, click, take, selectAll }: Camera): Promise<void> {
  await selectAll();
  await driver.runCommand('OpenELM: Edit with an Instruction…');
  await see('.quick-input-widget .quick-input-title');
  await driver.page.keyboard.insertText('use reduce');
  await take('edit-input');
  await driver.press('Enter');
  await see(ACCEPT);
  await see('.notification-toast', true);
  await take('edit-proposal');
  await driver.runCommand('OpenELM: Reject the Proposal');
  await see(DIFF, true);
  await selectAll();
  await driver.runCommand('OpenELM: Fix Selection');
  await see(ACCEPT);
  await see('.notification-toast', true);
  await take('fix-proposal');
  await driver.runCommand('OpenELM: Reject the Proposal');
  await see(DIFF, true);
  await selectAll();
  await driver.runCommand('OpenELM: Simplify Selection');
  await see('.notification-toast:has-text("Simplify")');
  await see(REJECT);
  await see(`${DIFF} .view-line:has-text("return prices")`);
  await take('still-writing');
  await click('.notification-toast .monaco-button:has-text("Cancel")');
  await see(DIFF, true);
}

async function takeMenus({ session: { driver }, see, take, selectAll }: Camera): Promise<void> {
  await selectAll();
  await driver.press('Control+.');
  await see('.action-widget :text("Edit with OpenELM")');
  await take('light-bulb');
  await driver.press('Escape');
  await driver.press('Shift+F10');
  const entry = '.context-view .action-label:has-text("OpenELM")';
  await see(entry);
  await driver.page.locator(entry).first().hover();
  await see('.context-view .action-label:has-text("Explain Here")');
  await take('context-menu');
  await driver.press('Escape');
  await driver.press('Escape');
  await driver.goToLine(1, 18);
  await driver.runCommand('OpenELM: Rename Suggestions…');
  await see('.quick-input-widget .monaco-list-row:has-text("addPrices")');
  await take('names');
  await driver.press('Escape');
}

async function takeExplanations({ session, see, take, selectAll }: Camera): Promise<void> {
  const { driver } = session;
  await selectAll();
  await driver.runCommand('OpenELM: Explain Here');
  await see('.peekview-widget .view-line:has-text("NaN")');
  await take('explain-here');
  await driver.press('Escape');
  await see('.peekview-widget', true);
  await driver.runCommand('OpenELM: Open the Chat');
  const { frame } = await ChatPage.find(session);
  await frame.locator('.composer textarea').waitFor(WAIT);
  await take('panel-empty');
  await selectAll();
  await driver.runCommand('OpenELM: Explain Selection');
  await frame.locator('.answer .figures:has-text("token")').waitFor(WAIT);
  await take('panel-explanation');
  await frame.locator('.model-button').click();
  await see('.quick-input-widget .monaco-list-row');
  await take('model-picker');
  await driver.press('Escape');
  await frame.locator('.composer .add-context').click();
  await see('.quick-input-widget .monaco-list-row');
  await take('context-picker');
  await driver.press('Escape');
}

async function takeCommitMessage({ session: { driver }, see, click, take }: Camera): Promise<void> {
  const button = '.action-label[aria-label^="Generate a Commit Message"]';
  await driver.press('Control+Shift+g');
  await see(button);
  await click(button);
  await see('.scm-editor .view-line:has-text("Add up prices")');
  await see('.notification-toast', true);
  await take('commit-message');
}

/** The built-in model, which only completes code. */
async function takeUntrained(theme: string, prefix: string): Promise<void> {
  const session = await startSession({
    extension: { kind: 'development', folder: ROOT },
    workspaceFiles: { 'total.ts': CODE },
    settings: pictureSettings(theme),
    viewport: VIEWPORT,
  });
  try {
    const { driver } = session;
    await driver.openFile('total.ts');
    await driver.press('Control+a');
    await driver.runCommand('OpenELM: Simplify Selection');
    await driver.waitForNotification('needs a model', WAIT.timeout);
    await driver.page.locator('.notification-toast:has-text("Cancel")').first().waitFor(GONE);
    await driver.screenshot(`${prefix}-needs-model.png`);
    await driver.runCommand('Notifications: Clear All Notifications');
    await driver.runCommand('OpenELM: Explain Selection');
    const { frame } = await ChatPage.find(session);
    await frame.locator('.turn .ending-text.failed').waitFor(WAIT);
    await driver.screenshot(`${prefix}-panel-failed.png`);
    await frame.locator('.model-button').click();
    await driver.page.locator('.quick-input-widget .monaco-list-row').first().waitFor(WAIT);
    await driver.screenshot(`${prefix}-model-picker-built-in.png`);
  } finally {
    await session.stop();
  }
}
