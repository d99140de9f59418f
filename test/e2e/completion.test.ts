import assert from 'node:assert/strict';
import { ROOT } from '../../tools/support/headlessEngine.ts';
import { startSession, type Session } from './support/session.ts';

const GHOST_TIMEOUT_MS = 30_000;
const MAIN_TS = `import * as fs from 'node:fs';

export function readAll(path: string): string {
  return fs.readFileSync(path, 'utf8');
}

export function writeAll(path: string, text: string): void {
  fs.writeFileSync(path, text);
}

`;

describe('completions in a real VS Code, from the development folder', () => {
  let session: Session;
  before(async () => {
    session = await startSession({
      extension: { kind: 'development', folder: ROOT },
      workspaceFiles: { 'main.ts': MAIN_TS },
    });
  });
  after(() => session.stop());

  it('shows ghost text after typing, and Tab puts it into the document', async () => {
    const { driver } = session;
    await driver.openFile('main.ts');
    await driver.goToLine(11);
    await driver.type('export function copy(from: string, to: string): void {\n');
    const ghost = await driver.waitForGhostText(GHOST_TIMEOUT_MS);
    assert.ok(ghost !== undefined && ghost.text.trim() !== '');
    await driver.screenshot('/tmp/shot1.png');
    const before = await driver.documentText();
    await driver.press('Tab');
    const after = await driver.documentText();
    assert.ok(after.length > before.length);
    assert.ok(after.includes(ghost.text.split('\n')[0]?.trim() ?? ''));
    console.log(ghost, await driver.statusBarItem('OpenELM'));
  });
});
