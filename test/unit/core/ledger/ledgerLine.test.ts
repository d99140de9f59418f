import assert from 'node:assert/strict';
import { oneOfConfidence, sumOfCounts } from '../../../../src/core/ledger/counts.ts';
import { oneOfLatency } from '../../../../src/core/ledger/latencyHistogram.ts';
import { readLedgerLines, writeLedgerLine } from '../../../../src/core/ledger/ledgerLine.ts';

const counts = sumOfCounts([
  { offered: 3, acceptedWhole: 1, latency: oneOfLatency(120), offeredByConfidence: oneOfConfidence(0.95) },
  { knownAfter30s: 1, keptAfter30s: 0.75, charactersOffered: 40 },
]);
const line = writeLedgerLine({ language: 'typescript', model: '0a1b', counts });

describe('a line of the ledger', () => {
  it('says only what is not zero, and is read back', () => {
    assert.equal(
      line,
      '{"version":1,"language":"typescript","model":"0a1b","offered":3,"acceptedWhole":1,"charactersOffered":40,' +
        '"keptAfter30s":0.75,"knownAfter30s":1,"latency":[0,0,0,0,0,1],"offeredByConfidence":[0,0,0,0,0,0,0,0,0,1]}',
    );
    assert.deepEqual(readLedgerLines(`\n${line}\n\n`), [{ language: 'typescript', model: '0a1b', counts }]);
  });

  it('knows no model where none is told', () => {
    const unnamed = writeLedgerLine({ language: 'typescript', model: '', counts });
    assert.doesNotMatch(unnamed, /model/u);
    assert.deepEqual(readLedgerLines(unnamed), [{ language: 'typescript', model: '', counts }]);
  });

  it('is left out where it is torn, and costs its neighbours nothing', () => {
    assert.equal(readLedgerLines([line, line.slice(0, 40), line].join('\n')).length, 2);
  });

  for (const [what, foreign] of [
    ['no JSON', 'hello'],
    ['no object', '[1,2]'],
    ['of a newer version', '{"version":2,"language":"c","offered":1}'],
    ['without a language', '{"version":1,"offered":1}'],
    ['with an endless language', `{"version":1,"language":"${'c'.repeat(65)}","offered":1}`],
    ['with an endless model', `{"version":1,"language":"c","model":"${'c'.repeat(65)}","offered":1}`],
    ['with a number for a model', '{"version":1,"language":"c","model":1,"offered":1}'],
    ['with a negative number', '{"version":1,"language":"c","offered":-1}'],
    ['with a fraction of a suggestion', '{"version":1,"language":"c","offered":0.5}'],
    ['with a number beyond reason', '{"version":1,"language":"c","offered":1e300}'],
    ['with a text for a number', '{"version":1,"language":"c","offered":"1"}'],
    ['with more kept than there was', '{"version":1,"language":"c","keptAfter30s":2,"knownAfter30s":1}'],
    ['with too many buckets', `{"version":1,"language":"c","latency":[${'1,'.repeat(17)}1]}`],
    ['with an object for a row', '{"version":1,"language":"c","latency":{"0":1}}'],
    ['of an endless length', `{"version":1,"language":"c","padding":"${' '.repeat(5000)}"}`],
  ] as const) {
    it(`is left out when it is one ${what}`, () => {
      assert.deepEqual(readLedgerLines(foreign), []);
    });
  }

  it('takes no name of a language for more than a name', () => {
    const [read] = readLedgerLines(
      '{"version":1,"language":"__proto__","offered":1,"__proto__":{"offered":7}}',
    );
    assert.equal(read?.language, '__proto__');
    assert.equal(read.counts.offered, 1);
  });
});
