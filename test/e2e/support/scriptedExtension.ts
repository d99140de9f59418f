import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { ROOT } from '../../../tools/support/headlessEngine.ts';

/** Everything of the extension but its engine. */
const LINKED = [
  'package.json',
  'package.nls.json',
  'package.nls.zh-cn.json',
  'l10n',
  'media',
  'models',
  'node_modules',
  'dist/webview',
];
const ENGINE = path.join(import.meta.dirname, '..', 'fixtures', 'scripted-engine', 'main.mjs');

/** The extension as it is built, with an engine that answers from a script; see the engine for its form. */
export interface ScriptedExtension {
  readonly folder: string;
  env(answers: readonly (readonly [word: string, answer: string])[]): Readonly<Record<string, string>>;
  remove(): void;
}

/** Puts the extension together in a folder of its own. */
export function scriptedExtension(): ScriptedExtension {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'openelm-scripted-'));
  mkdirSync(path.join(folder, 'dist', 'engine'), { recursive: true });
  for (const name of LINKED) {
    symlinkSync(path.join(ROOT, name), path.join(folder, name));
  }
  // Not linked: by the place of these files the editor knows which extension speaks.
  for (const name of ['dist/extension.cjs', 'dist/extension']) {
    cpSync(path.join(ROOT, name), path.join(folder, name), { recursive: true });
  }
  cpSync(ENGINE, path.join(folder, 'dist', 'engine', 'main.mjs'));
  return {
    folder,
    env: (answers) => ({ SCRIPTED_ANSWERS: JSON.stringify(answers) }),
    remove: () => {
      rmSync(folder, { recursive: true });
    },
  };
}
