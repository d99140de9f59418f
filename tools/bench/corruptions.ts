import { execFile } from 'node:child_process';
import { readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { corruptions } from '../../test/support/corruptGguf.ts';
import { temporaryFolder } from '../host/temporaryFolder.ts';
import { BUILT_IN_MODEL, ROOT } from '../support/headlessEngine.ts';
import { type BenchOptions, figure, type Figure, share } from './figures.ts';

const COUNT = 200;
/** What `inspect` promises. */
const LIMIT_MS = 10_000;

type End = 'facts' | 'refused' | 'unclear' | 'late';

/** What `npm run inspect` says of damaged copies of the built-in model; the process tests load the same ones. */
export async function measureCorruptions({ progress }: BenchOptions): Promise<readonly Figure[]> {
  const original = await readFile(BUILT_IN_MODEL);
  const folder = temporaryFolder('corruptions');
  const ends: End[] = [];
  const times: number[] = [];
  for (const [index, { name, bytes }] of corruptions(original, COUNT).entries()) {
    const file = path.join(folder, `${index}.gguf`);
    await writeFile(file, bytes());
    const startedAt = performance.now();
    const end = await inspect(file);
    times.push(performance.now() - startedAt);
    ends.push(end);
    await rm(file);
    if (end === 'unclear' || end === 'late') {
      progress(`${name}: ${end}`);
    }
  }
  const counted = (name: string, of: End): Figure =>
    share(name, ends.filter((end) => end === of).length, COUNT);
  return [
    counted('refused with one line and code 2', 'refused'),
    counted('facts and code 0', 'facts'),
    counted('anything else', 'unclear'),
    counted(`not over in ${LIMIT_MS / 1000} s`, 'late'),
    figure('time of one', 'ms', times),
  ];
}

function inspect(file: string): Promise<End> {
  return new Promise((resolve) => {
    const child = execFile(
      process.execPath,
      ['--import', 'tsx', 'tools/inspect.ts', file],
      { cwd: ROOT, timeout: LIMIT_MS, killSignal: 'SIGKILL' },
      (error, stdout, stderr) => {
        const lines = stderr.trim().split('\n');
        if (error === null) {
          resolve(stdout.includes('openelm') ? 'facts' : 'unclear');
        } else if (child.killed) {
          resolve('late');
        } else {
          const isClear = error.code === 2 && lines.length === 1 && lines[0] !== '';
          resolve(isClear ? 'refused' : 'unclear');
        }
      },
    );
  });
}
