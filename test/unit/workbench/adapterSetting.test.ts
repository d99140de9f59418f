import assert from 'node:assert/strict';
import { AdapterChoices, adapterScale } from '../../../src/workbench/models/adapterSetting.ts';

describe('the setting of adapters', () => {
  const adapters = new AdapterChoices('/extension/models/nano.gguf');

  it('names an adapter by the model’s file', () => {
    const setting = {
      '/m/a.gguf': { file: ' /l/one.gguf ', scale: 0.5 },
      '/m/b.gguf': { file: '/l/two.gguf' },
    };
    assert.deepEqual(adapters.of('/m/a.gguf', setting), { path: '/l/one.gguf', scale: 0.5 });
    assert.deepEqual(adapters.of('/m/b.gguf', setting), { path: '/l/two.gguf', scale: 1 });
    assert.equal(adapters.of('/m/c.gguf', setting), undefined);
  });

  it('has a name for the built-in model, whose path changes', () => {
    const setting = { builtIn: { file: '/l/one.gguf', scale: 1 } };
    assert.deepEqual(adapters.of('/extension/models/nano.gguf', setting), { path: '/l/one.gguf', scale: 1 });
    assert.deepEqual(adapters.with('/extension/models/nano.gguf', undefined, setting), {});
  });

  it('takes another way to write the same path for the same', () => {
    assert.equal(adapters.of('/m/a.gguf', { ' /m/./x/../a.gguf': { file: '/l/one.gguf' } })?.scale, 1);
  });

  it('passes over what is no choice', () => {
    for (const setting of [
      undefined,
      null,
      7,
      [],
      'a',
      { '/m/a.gguf': 'x' },
      { '/m/a.gguf': { file: '' } },
    ]) {
      assert.equal(adapters.of('/m/a.gguf', setting), undefined);
    }
    assert.equal(adapters.of('/m/a.gguf', { '/m/a.gguf': { file: '/l', scale: 'much' } })?.scale, 1);
  });

  it('changes one model’s entry and leaves the others as they are', () => {
    const others = { '/m/b.gguf': { file: '/l/two.gguf', note: 'mine' } };
    const setting = { ...others, '/m/x/../a.gguf': { file: '/l/one.gguf', scale: 1 } };
    assert.deepEqual(adapters.with('/m/a.gguf', { path: '/l/new.gguf', scale: 2 }, setting), {
      ...others,
      '/m/a.gguf': { file: '/l/new.gguf', scale: 2 },
    });
    assert.deepEqual(adapters.with('/m/a.gguf', undefined, setting), others);
  });

  it('clamps a scale', () => {
    assert.deepEqual(['0.5', 3, -1, 99, '', 'x', NaN].map(adapterScale), [
      0.5,
      3,
      0,
      10,
      undefined,
      undefined,
      undefined,
    ]);
  });
});
