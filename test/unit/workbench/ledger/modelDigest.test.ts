import assert from 'node:assert/strict';
import { type Supervisor } from '../../../../src/engine/supervisor.ts';
import { digestOfModel } from '../../../../src/workbench/ledger/modelDigest.ts';

const MODEL = { name: 'nano', architecture: 'openelm', parameters: 48, quantisation: 'Q8_0', fileBytes: 51 };

const stateOf = (model: object): Supervisor['state'] =>
  ({ kind: 'ready', engine: { model } }) as unknown as Supervisor['state'];

describe('digestOfModel', () => {
  it('is the same for the same model, another for another, and says no name', () => {
    const supervisor = { state: stateOf(MODEL) };
    const digest = digestOfModel(supervisor);
    const first = digest();
    assert.match(first, /^[0-9a-f]{16}$/u);
    supervisor.state = stateOf({ ...MODEL, fileBytes: 52 });
    const another = digest();
    assert.notEqual(another, first);
    supervisor.state = stateOf({ ...MODEL, adapter: { path: '/a.gguf', scale: 1 } });
    const adapted = digest();
    supervisor.state = stateOf({ ...MODEL, adapter: { path: '/a.gguf', scale: 0.5 } });
    assert.equal(new Set([first, adapted, digest()]).size, 3);
    supervisor.state = stateOf({ ...MODEL });
    assert.equal(digest(), first);
  });

  it('is that of the model before while none is there, and empty before the first', () => {
    const supervisor: { state: Supervisor['state'] } = { state: { kind: 'resting' } as Supervisor['state'] };
    const digest = digestOfModel(supervisor);
    assert.equal(digest(), '');
    supervisor.state = stateOf(MODEL);
    const first = digest();
    supervisor.state = { kind: 'resting' } as Supervisor['state'];
    assert.equal(digest(), first);
  });
});
