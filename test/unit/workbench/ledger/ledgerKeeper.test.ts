import assert from 'node:assert/strict';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { type OfferedSuggestion } from '../../../../src/core/ledger/offer.ts';
import { LedgerFolder } from '../../../../src/workbench/ledger/ledgerFolder.ts';
import { LedgerKeeper } from '../../../../src/workbench/ledger/ledgerKeeper.ts';
import { ManualTimer } from '../../../support/manualTimer.ts';

const MODEL = '0a1b';
const MINUTES = 60_000;
const SECRET = 'const password = "hunter2";';

describe('the keeper of the ledger', () => {
  let root: string;
  let folder: string;
  let timer: ManualTimer;
  let warnings: string[];
  beforeEach(() => {
    root = mkdtempSync(path.join(os.tmpdir(), 'openelm-ledger-'));
    folder = path.join(root, 'storage', 'ledger');
    timer = new ManualTimer(new Date(2026, 0, 31, 12).getTime());
    warnings = [];
  });
  afterEach(() => {
    rmSync(root, { recursive: true });
  });

  const keeper = (): LedgerKeeper =>
    new LedgerKeeper({
      folder: new LedgerFolder(folder),
      textOf: () => SECRET,
      now: () => timer.now,
      after: timer.after,
      warn: (message) => {
        warnings.push(message);
      },
    });
  const offer = (own: LedgerKeeper, itemId = 1): void => {
    const suggestion: OfferedSuggestion = {
      documentId: `file:///home/somebody/secret-${itemId}.ts`,
      languageId: 'typescript',
      offset: 0,
      text: SECRET,
      typedLength: 0,
      latencyMs: 80,
      confidence: 0.4,
      source: 'engine',
      isAwaited: true,
    };
    own.offered(itemId, suggestion, MODEL);
  };
  const take = (own: LedgerKeeper, itemId = 1): void => {
    own.changed(
      `file:///home/somebody/secret-${itemId}.ts`,
      [{ offset: 0, replacedLength: 0, text: SECRET }],
      false,
    );
    own.accepted(itemId);
  };
  const file = (day = '2026-01-31'): string => path.join(folder, `${day}.jsonl`);

  it('writes numbers alone, into a file and a folder that only the user may read', async () => {
    const own = keeper();
    offer(own);
    take(own);
    await own.write();
    const text = readFileSync(file(), 'utf8');
    assert.match(text, /"model":"0a1b","offered":1,"acceptedWhole":1/u);
    assert.doesNotMatch(text, /secret|hunter|somebody|file:/u);
    if (process.platform !== 'win32') {
      assert.deepEqual([statSync(file()).mode & 0o777, statSync(folder).mode & 0o777], [0o600, 0o700]);
    }
  });

  it('writes by itself every five minutes, looks texts up between, and sleeps when there is nothing', async () => {
    const own = keeper();
    assert.equal(timer.set, 0);
    offer(own);
    take(own);
    assert.equal(timer.set, 1);
    timer.wait(5 * MINUTES);
    await own.write();
    const { total } = await own.report(MODEL);
    assert.deepEqual([total.knownAfter30s, total.keptAfter30s, total.knownAfter5min], [1, 1, 1]);
    timer.wait(5 * MINUTES);
    await own.write();
    assert.equal(timer.set, 0);
    const text = readFileSync(file(), 'utf8');
    timer.wait(60 * MINUTES);
    await own.write();
    assert.equal(readFileSync(file(), 'utf8'), text);
  });

  it('adds to what other windows have written, and to a line that was cut', async () => {
    const [first, second] = [keeper(), keeper()];
    offer(first);
    offer(second);
    await Promise.all([first.write(), second.write()]);
    writeFileSync(file(), '\n{"version":1,"language":"c","offe', { flag: 'a' });
    offer(first, 2);
    const { total, languages } = await first.report(MODEL);
    assert.equal(total.offered, 3);
    assert.deepEqual(
      languages.map(({ language }) => language),
      ['typescript'],
    );
  });

  it('removes days older than 90, and leaves files alone that are none of its own', async () => {
    mkdirSync(folder, { recursive: true });
    for (const name of ['2025-11-02.jsonl', '2025-11-03.jsonl', 'notes.jsonl', '2020-01-01.txt']) {
      writeFileSync(path.join(folder, name), '');
    }
    const own = keeper();
    offer(own);
    await own.write();
    assert.deepEqual(readdirSync(folder).sort(), [
      '2020-01-01.txt',
      '2025-11-03.jsonl',
      '2026-01-31.jsonl',
      'notes.jsonl',
    ]);
  });

  it('says once that nothing can be written, and writes it when that is over', async () => {
    const own = keeper();
    mkdirSync(path.dirname(folder));
    writeFileSync(folder, 'a file where the folder should be');
    offer(own);
    await own.write();
    await own.write();
    assert.equal(warnings.length, 1);
    rmSync(folder);
    timer.wait(5 * MINUTES);
    await own.write();
    assert.equal((await own.report(MODEL)).total.offered, 1);
    assert.ok(existsSync(file()));
  });

  it('counts into the day on which something happened', async () => {
    const own = keeper();
    offer(own);
    timer.now += 24 * 60 * MINUTES;
    offer(own, 2);
    await own.write();
    assert.deepEqual(readdirSync(folder), ['2026-01-31.jsonl', '2026-02-01.jsonl']);
  });

  it('writes what it has when the window closes, where what is left of a text stays unknown', async () => {
    const own = keeper();
    offer(own);
    take(own);
    await own.finish();
    assert.match(readFileSync(file(), 'utf8'), /"unknownAfter30s":1,"unknownAfter5min":1/u);
    assert.equal(timer.set, 0);
  });

  it('removes everything on a reset, and begins anew', async () => {
    const own = keeper();
    offer(own);
    await own.write();
    offer(own, 2);
    await own.reset();
    assert.equal(existsSync(folder), false);
    assert.equal((await own.report(MODEL)).total.offered, 0);
    offer(own, 3);
    assert.equal((await own.report(MODEL)).total.offered, 1);
  });

  it('writes nothing of what was counted before it was told to forget', async () => {
    const own = keeper();
    offer(own);
    take(own);
    own.forget();
    timer.wait(10 * MINUTES);
    await own.write();
    assert.equal(existsSync(folder), false);
  });
});
