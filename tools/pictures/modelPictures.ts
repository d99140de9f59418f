import { once } from 'node:events';
import { mkdirSync, readdirSync, rmSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import { type AddressInfo } from 'node:net';
import path from 'node:path';
import { startSession } from '../../test/e2e/support/session.ts';
import { OPENELM_270M, randomOpenElm } from '../../test/support/appleOpenElm.ts';
import { writeGgufFile } from '../../src/models/gguf/writeGguf.ts';
import { temporaryFolder } from '../host/temporaryFolder.ts';
import { ROOT } from '../support/headlessEngine.ts';
import { EDITOR_THEMES, pictureSettings } from './editorThemes.ts';

const VIEWPORT = { width: 1000, height: 640 };
const WAIT = { state: 'visible', timeout: 60_000 } as const;
/** The file that is fetched in the picture, and how much of it comes. */
const QUERY = 'SmolLM2';
const SENT_BYTES = 30_000_000;
const WHOLE_BYTES = 105_454_432;

/** Takes pictures of the list of models and of getting one, from a server of this machine, in a real VS Code. */
export async function takeModelPictures(folder: string): Promise<void> {
  mkdirSync(folder, { recursive: true });
  const models = temporaryFolder('pictures-models');
  const options = { name: 'OpenELM 270M' };
  await writeGgufFile(
    path.join(models, 'OpenELM-270M.Q8_0.gguf'),
    randomOpenElm(OPENELM_270M, 'Q8_0', options),
  );
  const hub = await startHub();
  try {
    for (const [short, theme] of Object.entries(EDITOR_THEMES)) {
      await takeTheme(path.join(folder, short), {
        ...pictureSettings(theme),
        'openelm.models.folder': models,
        'openelm.models.hub': `http://127.0.0.1:${(hub.address() as AddressInfo).port}`,
      });
      // The next theme begins its download anew.
      for (const name of readdirSync(models).filter((file) => file.includes('.part'))) {
        rmSync(path.join(models, name));
      }
      console.log(`models: ${short}`);
    }
  } finally {
    hub.closeAllConnections();
    hub.close();
  }
}

async function takeTheme(prefix: string, settings: Readonly<Record<string, unknown>>): Promise<void> {
  const session = await startSession({
    extension: { kind: 'development', folder: ROOT },
    workspaceFiles: { 'notes.md': '# Notes\n' },
    settings,
    viewport: VIEWPORT,
  });
  const { driver } = session;
  const see = (selector: string): Promise<void> => driver.page.locator(selector).first().waitFor(WAIT);
  const take = (name: string): Promise<void> => driver.screenshot(`${prefix}-${name}.png`);
  try {
    await driver.openFile('notes.md');
    await driver.runCommand('View: Show OpenELM');
    await driver.page.locator('.pane-header:has-text("Models")').first().click();
    await see('.monaco-list-row:has-text("MB")');
    await take('list');
    await driver.page.locator('.monaco-list-row:has-text("MB")').first().click();
    await driver.press('Shift+F10');
    await see('.monaco-menu:has-text("Look Inside")');
    await take('menu');
    await driver.press('Escape');
    await driver.runCommand('OpenELM: Get a Model…');
    await see('.quick-input-widget .monaco-list-row:has-text("270M")');
    await take('catalog');
    await driver.page.keyboard.insertText('OpenELM 270M Instruct');
    await driver.press('Enter');
    await see('.quick-input-widget .quick-input-title:has-text("Which File")');
    await take('files');
    await driver.press('Enter');
    await see('.monaco-dialog-box');
    await take('licence');
    await driver.press('Escape');
    await driver.runCommand('OpenELM: What Stays after Uninstalling…');
    await see('.quick-input-widget .monaco-list-row:has-text("all windows")');
    await take('kept');
    await driver.press('Escape');
    await driver.runCommand('OpenELM: Get a Model…');
    await see('.quick-input-widget .monaco-list-row:has-text("270M")');
    await driver.page.keyboard.insertText(QUERY);
    await driver.press('Enter');
    await see('.quick-input-widget .quick-input-title:has-text("Which File")');
    await driver.press('Enter');
    await see('.monaco-dialog-box');
    await driver.page.locator('.monaco-dialog-box .monaco-button:has-text("Continue")').first().click();
    await see('.notification-toast:has-text("per second")');
    await take('download');
    await driver.runCommand('OpenELM: Accepted Licences…');
    await see('.quick-input-widget .monaco-list-row:has-text("Apache")');
    await driver.press('Enter');
    await see('.monaco-dialog-box');
    await take('accepted');
  } finally {
    await session.stop();
  }
}

/** Sends the beginning of a file, and nothing more. */
async function startHub(): Promise<Server> {
  const server = createServer((_request, response) => {
    response.writeHead(200, { 'content-length': WHOLE_BYTES, etag: '"1"' });
    const bytes = Buffer.alloc(SENT_BYTES);
    bytes.write('GGUF');
    response.write(bytes);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return server;
}
