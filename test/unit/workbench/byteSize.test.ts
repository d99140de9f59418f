import assert from 'node:assert/strict';
import { byteSize } from '../../../src/workbench/models/byteSize.ts';

describe('a number of bytes', () => {
  for (const [bytes, text] of [
    [0, '0 B'],
    [999, '999 B'],
    [7_540_000, '7.5 MB'],
    [289_000_000, '289 MB'],
    [2_490_000_000, '2.5 GB'],
    [3e15, '3000 TB'],
  ] as const) {
    it(`is written as ${text}`, () => {
      assert.equal(byteSize(bytes), text);
    });
  }
});
