import { randomFillSync } from 'node:crypto';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { downloadFile } from '../../src/models/download/downloadFile.ts';
import { BLOCK_BYTES } from '../../src/models/download/partFile.ts';
import { FakeHub } from '../../test/support/fakeHub.ts';
import { testHost } from '../../test/support/testDownload.ts';
import { temporaryFolder } from '../host/temporaryFolder.ts';
import { type BenchOptions, figure, type Figure, share } from './figures.ts';

const BYTES = 300_000_000;
const BREAKS = 20;
const MB = 1e6;

/**
 * A file of 300 MB whose connection breaks 20 times at random: how much of it is fetched twice, and how fast it comes.
 * Server and client share a process.
 */
export async function measureDownload({ progress }: BenchOptions): Promise<readonly Figure[]> {
  const content = randomFillSync(Buffer.allocUnsafe(BYTES));
  content.write('GGUF', 'latin1');
  const hub = await FakeHub.start(content);
  const folder = temporaryFolder('download');
  try {
    const wanted = { address: hub.address, folder, name: 'model.gguf', sha256: hub.sha256 };
    for (let index = 0; index < BREAKS; index++) {
      hub.faults.push({ kind: 'break', after: Math.ceil((Math.random() * BYTES) / BREAKS) });
    }
    const startedAt = performance.now();
    await downloadFile(wanted, testHost());
    const seconds = (performance.now() - startedAt) / 1000;
    progress(`${hub.asked.length} connections`);
    const isSame = readFileSync(path.join(folder, 'model.gguf')).equals(content);
    const served = hub.asked.reduce((sum, { sent }) => sum + sent, 0);
    return [
      share('byte-identical after the breaks', isSame ? 1 : 0, 1),
      figure('connections', 'count', [hub.asked.length]),
      figure(
        'fetched twice at a break',
        'MB',
        hub.repeated.map((bytes) => bytes / MB),
        `a block is ${BLOCK_BYTES / MB} MB`,
      ),
      figure('served in all', 'MB', [served / MB], `of ${BYTES / MB}`),
      figure(
        'whole download',
        'ms',
        [seconds * 1000],
        `${(BYTES / MB / seconds).toFixed(0)} MB/s, no waits between`,
      ),
    ];
  } finally {
    await hub.close();
  }
}
