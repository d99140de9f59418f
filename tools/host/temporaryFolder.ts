import { cpSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { repositoryRoot } from './paths.ts';

/** Makes a folder that goes with this process. Its path is short: a Unix socket's may have 107 bytes. */
export function temporaryFolder(purpose: string): string {
  const folder = mkdtempSync(path.join(os.tmpdir(), `openelm-${purpose}-`));
  process.on('exit', () => {
    // A process that is just ending may still write into it.
    rmSync(folder, { recursive: true, force: true, maxRetries: 3 });
  });
  return folder;
}

/** Copies the sample workspace to a place where it may be changed. */
export function copySampleWorkspace(destination: string): string {
  cpSync(path.join(repositoryRoot, 'samples/workspace'), destination, { recursive: true });
  return destination;
}

/** The same for the tests in the extension host, with the folder of prompts, which the editor then watches at once. */
export function copyTestWorkspace(destination: string): string {
  mkdirSync(path.join(copySampleWorkspace(destination), '.openelm', 'prompts'), { recursive: true });
  return destination;
}
