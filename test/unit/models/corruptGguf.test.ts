import assert from 'node:assert/strict';
import { checkModelFile } from '../../../src/models/checkModelFile.ts';
import { ModelFileError } from '../../../src/models/modelFileError.ts';
import { corruptions } from '../../support/corruptGguf.ts';
import { miniatureOpenElm, type MiniatureOpenElm } from '../../support/miniatureOpenElm.ts';
import { temporaryFiles } from '../../support/temporaryFiles.ts';

describe('damaged model files', () => {
  const files = temporaryFiles();
  /** One layer of the least width K-quants allow: 200 copies are written to disk. */
  const tiny: MiniatureOpenElm = miniatureOpenElm({
    shape: { width: 64, headSize: 16, layers: [{ queryHeads: 4, keyValueHeads: 1, feedForward: 64 }] },
  });

  it('are made the same way for the same seed', () => {
    const original = tiny.bytes();
    const [first, second, other] = [
      corruptions(original),
      corruptions(original),
      corruptions(original, 200, 2),
    ];
    assert.equal(first.length, 200);
    assert.deepEqual(
      first.map(({ name }) => name),
      second.map(({ name }) => name),
    );
    assert.notDeepEqual(
      first.map(({ name }) => name),
      other.map(({ name }) => name),
    );
    assert.ok(first[5]?.bytes().equals(second[5]?.bytes() ?? Buffer.alloc(0)));
  });

  it('are refused with a full sentence or found sound, never anything else', async () => {
    let refused = 0;
    for (const { name, bytes } of corruptions(tiny.bytes())) {
      try {
        await checkModelFile(files.write(bytes()));
      } catch (error) {
        assert.ok(error instanceof ModelFileError, `${name}: ${String(error)}`);
        assert.match(error.message, /^[A-Z][^{}]+\.$/s, name);
        refused += 1;
      }
    }
    // The rest touch weights, texts or padding, which only a checksum can tell.
    assert.ok(refused > 140, `${refused} refused`);
  });
});
