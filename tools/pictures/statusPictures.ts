import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { startSession, type Session } from '../../test/e2e/support/session.ts';
import { OPENELM_270M, randomOpenElm } from '../../test/support/appleOpenElm.ts';
import { writeGgufFile } from '../../src/models/gguf/writeGguf.ts';
import { frameWith } from '../host/frameWith.ts';
import { temporaryFolder } from '../host/temporaryFolder.ts';
import { ROOT } from '../support/headlessEngine.ts';
import { EDITOR_THEMES, pictureSettings } from './editorThemes.ts';

const VIEWPORT = { width: 900, height: 520 };
/** The right half of the status bar. */
const STATUS_CLIP = { x: 450, y: VIEWPORT.height - 32, width: 450, height: 32 };
const GHOST_TIMEOUT_MS = 60_000;
const CODE = `export interface Point {
  readonly x: number;
  readonly y: number;
}

export function add(first: Point, second: Point): Point {
  return { x: first.x + second.x, y: first.y + second.y };
}

`;
const HEAD = 'export function subtract(first: Point, second: Point): Point {\n';

interface Picture {
  readonly name: string;
  readonly png: Buffer;
}

/** Takes pictures of ghost text and of every state of the status bar item, in a real VS Code. */
export async function takeStatusPictures(folder: string): Promise<void> {
  mkdirSync(folder, { recursive: true });
  const slowModel = path.join(temporaryFolder('pictures'), 'random-270m-q8_0.gguf');
  await writeGgufFile(slowModel, randomOpenElm(OPENELM_270M, 'Q8_0'));
  for (const [short, theme] of Object.entries(EDITOR_THEMES)) {
    const pictures = [...(await withBuiltInModel(theme)), ...(await withModelFile(theme, slowModel))];
    for (const { name, png } of pictures) {
      writeFileSync(path.join(folder, `${short}-${name}.png`), png);
    }
    console.log(`status: ${short}, ${pictures.length} pictures`);
  }
}

function open(theme: string, settings: Readonly<Record<string, unknown>> = {}): Promise<Session> {
  return startSession({
    extension: { kind: 'development', folder: ROOT },
    workspaceFiles: { 'points.ts': CODE, '.env': 'TOKEN=\n' },
    settings: { ...pictureSettings(theme), ...settings },
    viewport: VIEWPORT,
  });
}

/** Ready, with ghost text and with the menu; paused for another window; off for a file with secrets. */
async function withBuiltInModel(theme: string): Promise<Picture[]> {
  const session = await open(theme);
  const { driver, userDataDir } = session;
  try {
    await driver.openFile('points.ts');
    await driver.press('Control+End');
    await driver.type(HEAD, 30);
    await driver.waitForGhostText(GHOST_TIMEOUT_MS);
    const pictures = [
      { name: 'ghost-text', png: await driver.page.screenshot({}) },
      { name: 'ready', png: await statusBar(session) },
    ];
    await driver.runCommand('OpenELM: Show the Status Menu');
    pictures.push({ name: 'menu', png: await driver.page.screenshot({}) });
    await driver.press('Escape');
    // What another window writes when it takes its turn.
    writeFileSync(
      path.join(userDataDir, 'User/globalStorage/openelm.openelm/engine-owner'),
      'another window',
    );
    await icon(session, 'debug-pause');
    pictures.push({ name: 'paused', png: await statusBar(session) });
    await driver.openFile('.env');
    await icon(session, 'circle-slash');
    pictures.push({ name: 'off', png: await statusBar(session) });
    await driver.runCommand('OpenELM: Show Diagnostics');
    await frameWith(driver.page, 'th:has-text("Processor")');
    pictures.push({ name: 'diagnostics', png: await driver.page.screenshot({}) });
    return pictures;
  } finally {
    await session.stop();
  }
}

/** Loading and generating, on a model that takes its time; failed, on a file that is none. */
async function withModelFile(theme: string, modelFile: string): Promise<Picture[]> {
  const slow = await open(theme, { 'openelm.model.file': modelFile });
  const pictures: Picture[] = [];
  try {
    await slow.driver.page.locator('.statusbar-item:has-text("%")').first().waitFor({ state: 'visible' });
    pictures.push({ name: 'loading', png: await statusBar(slow) });
    await slow.driver.openFile('points.ts');
    await slow.driver.press('Control+End');
    await slow.driver.type(HEAD, 30);
    await icon(slow, 'sparkle-filled');
    pictures.push({ name: 'generating', png: await statusBar(slow) });
  } finally {
    await slow.stop();
  }
  const failed = await open(theme, { 'openelm.model.file': path.join(ROOT, 'README.md') });
  try {
    await icon(failed, 'error');
    pictures.push({ name: 'failed', png: await statusBar(failed) });
    await failed.driver.runCommand('OpenELM: Show the Status Menu');
    pictures.push({ name: 'failed-menu', png: await failed.driver.page.screenshot({}) });
    return pictures;
  } finally {
    await failed.stop();
  }
}

function statusBar({ driver }: Session): Promise<Buffer> {
  return driver.page.screenshot({ clip: STATUS_CLIP });
}

/** Waits until our item shows this icon. */
async function icon({ driver }: Session, name: string): Promise<void> {
  await driver.page
    .locator(`.statusbar-item[id*="openelm"] .codicon-${name}`)
    .first()
    .waitFor({ state: 'visible', timeout: GHOST_TIMEOUT_MS });
}
