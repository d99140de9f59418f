import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A folder of a suite's own; call it inside `describe`, it is removed after the last test. */
export function temporaryFiles(): { path: (name: string) => string; write: (bytes: Uint8Array) => string } {
  const folder = mkdtempSync(join(tmpdir(), 'openelm-models-'));
  let count = 0;
  after(() => {
    rmSync(folder, { recursive: true, force: true });
  });
  const path = (name: string) => join(folder, name);
  const write = (bytes: Uint8Array) => {
    count += 1;
    const file = path(`model-${count}.gguf`);
    writeFileSync(file, bytes);
    return file;
  };
  return { path, write };
}
