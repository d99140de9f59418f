/**
 * `npm start`: opens VS Code with this extension on a copy of the sample workspace, in a profile of its own that goes
 * when it ends. Ctrl+C ends everything.
 */
import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { findDesktopVsCode, hasDisplay } from './host/desktop.ts';
import { openWorkbench, workbenchUrl } from './host/page.ts';
import { repositoryRoot } from './host/paths.ts';
import { startBrowserHost } from './start/browserHost.ts';
import { runDesktop } from './start/desktopHost.ts';
import { pictureGhostText } from './start/pictureGhostText.ts';

const USAGE = `npm start -- [options]
  --browser           use the browser-hosted VS Code even where a desktop one is installed
  --screenshot FILE   open it unseen, type a line, save a picture of the ghost text, and end
  --help              show this`;

async function main(): Promise<number> {
  const { values } = parseArgs({
    options: { browser: { type: 'boolean' }, screenshot: { type: 'string' }, help: { type: 'boolean' } },
  });
  if (values.help === true) {
    console.log(USAGE);
    return 0;
  }
  if (values.screenshot !== undefined) {
    return takePicture(path.resolve(values.screenshot));
  }
  const desktop = values.browser === true ? undefined : findDesktopVsCode();
  return desktop === undefined ? openInBrowser() : runDesktop(desktop);
}

async function takePicture(file: string): Promise<number> {
  mkdirSync(path.dirname(file), { recursive: true });
  const { host, server, folder } = await startBrowserHost();
  const workbench = await openWorkbench(host, server, { folder });
  const seen = await pictureGhostText(workbench, folder, file);
  await workbench.close();
  await server.stop();
  const shown = path.relative(repositoryRoot, file);
  if (seen === undefined) {
    console.error(`No ghost text appeared; ${shown} shows the editor as it was.`);
    return 1;
  }
  console.log(
    `Ghost text after ${Math.round(seen.msSinceLastKey)} ms: ${JSON.stringify(seen.text)}; ${shown} shows it.`,
  );
  return 0;
}

async function openInBrowser(): Promise<number> {
  const { host, server, folder } = await startBrowserHost();
  console.log(`VS Code with OpenELM: ${workbenchUrl(server, { folder })}\nCtrl+C ends it.`);
  if (hasDisplay()) {
    const workbench = await openWorkbench(host, server, { folder, headless: false, viewport: null });
    await workbench.closed;
  } else {
    await server.exited;
  }
  await server.stop();
  return 0;
}

process.exit(
  await main().catch((error: unknown) => {
    console.error(error instanceof Error ? error.message : error);
    return 1;
  }),
);
