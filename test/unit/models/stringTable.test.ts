import assert from 'node:assert/strict';
import { type StringTable, StringTableBuilder } from '../../../src/models/gguf/stringTable.ts';

describe('a string table', () => {
  const table = (...texts: (string | Uint8Array)[]): StringTable => {
    const builder = new StringTableBuilder(texts.length);
    for (const text of texts) builder.add(typeof text === 'string' ? Buffer.from(text) : text);
    return builder.build();
  };

  it('finds strings by their text', () => {
    const strings = table('a', 'ab', 'Ġthe', '🦙');
    assert.equal(strings.find('Ġthe'), 2);
    assert.equal(strings.find('🦙'), 3);
    assert.equal(strings.find('b'), -1);
  });

  it('finds the first repetition', () => {
    assert.equal(table('a', 'b', 'a', 'b').firstDuplicate(), 2);
    assert.equal(table('a', 'b', 'A').firstDuplicate(), -1);
  });

  it('compares strings up to a NUL, as llama.cpp does', () => {
    assert.equal(table('a', 'a\0b').firstDuplicate(), 1);
  });

  it('lets several strings be empty, for llama.cpp renames each', () => {
    assert.equal(table('', '', '\0').firstDuplicate(), -1);
    assert.equal(table('[EMPTY_1]', '').firstDuplicate(), 1);
  });

  it('holds a vocabulary of 300,000 tokens', () => {
    const count = 300_000;
    const builder = new StringTableBuilder(count);
    const bytes = Buffer.alloc(8);
    for (let index = 0; index < count; index += 1) {
      bytes.write(index.toString(36).padStart(8, '_'));
      builder.add(bytes);
    }
    const strings = builder.build();
    assert.equal(strings.firstDuplicate(), -1);
    assert.equal(strings.find((123_456).toString(36).padStart(8, '_')), 123_456);
  });
});
