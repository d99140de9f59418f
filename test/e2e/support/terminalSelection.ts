import { type Session } from './session.ts';

const READY_MS = 60_000;

/** What is on the clipboard before a command that reads the terminal's selection by way of it. */
export const CLIPBOARD = 'text on the clipboard';

/** Text that can be waited for, instead of pixels. */
export const TERMINAL_SETTINGS = { 'terminal.integrated.gpuAcceleration': 'off' } as const;

/** Lets the page use the clipboard, as a desktop VS Code may. */
export async function allowClipboard({ driver }: Session): Promise<void> {
  await driver.page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
}

/** Selects an error as a program prints it, in a new terminal. */
export async function selectInTerminal({ driver }: Session): Promise<void> {
  const see = (selector: string): Promise<void> =>
    driver.page.locator(selector).first().waitFor({ state: 'visible', timeout: READY_MS });
  // With nothing on the clipboard the command asks first.
  await driver.page.evaluate(`navigator.clipboard.writeText(${JSON.stringify(CLIPBOARD)})`);
  await driver.runCommand('Terminal: Create New Terminal');
  await see('.terminal-wrapper.active .xterm');
  await driver.page.keyboard.type('node -e "null.x"\n');
  await see('.terminal-wrapper.active .xterm-rows:has-text("Node.js v")');
  await driver.runCommand('Terminal: Select All');
}
