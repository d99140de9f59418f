import assert from 'node:assert/strict';
import { contextThereIs } from '../../../src/engine/smallerContext.ts';
import { EngineError } from '../../../src/engine/engineError.ts';
import { GrowingContext } from '../../../src/engine/worker/growingContext.ts';
import { scriptedModel } from '../../support/scriptedModel.ts';

/** A machine whose memory holds contexts of so many tokens, and what was asked of it. */
class Machine {
  readonly asked: number[] = [];
  open = 0;

  constructor(public memoryTokens: number) {}

  readonly createSequence: ConstructorParameters<typeof GrowingContext>[0]['createSequence'] = async (
    options,
  ) => {
    this.asked.push(options.contextTokens);
    assert.equal(this.open, 0, 'two contexts at once');
    if (options.contextTokens > this.memoryTokens) {
      throw new EngineError('outOfMemory', `No room for ${options.contextTokens} tokens.`);
    }
    this.open++;
    const sequence = await scriptedModel({}).createSequence(options);
    return {
      ...sequence,
      dispose: () => {
        this.open--;
        return Promise.resolve();
      },
    };
  };
}

function contextOn(machine: Machine, most = 32_768): GrowingContext {
  return new GrowingContext(machine, { first: 2048, most, options: { numerics: 'fast' } });
}

/** The tokens that an error says there is room for. */
async function roomSaid(asked: Promise<unknown>): Promise<number | undefined> {
  try {
    await asked;
  } catch (error) {
    assert.ok(error instanceof EngineError && error.code === 'outOfMemory');
    return contextThereIs(error);
  }
  return assert.fail('nothing was refused');
}

describe('a context that grows', () => {
  it('begins small, and doubles until a prompt fits, never above its limit', async () => {
    const machine = new Machine(Infinity);
    const context = contextOn(machine, 10_000);
    assert.equal((await context.holding()).contextTokens, 2048);
    assert.equal((await context.holding(2048)).contextTokens, 2048);
    assert.equal((await context.holding(5000)).contextTokens, 8192);
    assert.equal((await context.holding(9000)).contextTokens, 10_000);
    assert.deepEqual(machine.asked, [2048, 8192, 10_000]);
  });

  it('is as large as it must be where there is no memory for twice the room', async () => {
    const machine = new Machine(6000);
    const context = contextOn(machine);
    await context.holding();
    assert.equal((await context.holding(5000)).contextTokens, 5120);
    assert.deepEqual(machine.asked, [2048, 8192, 5120]);
  });

  it('stays what it was where it can’t grow, and says how much that is', async () => {
    const machine = new Machine(2100);
    const context = contextOn(machine);
    await context.holding();
    assert.equal(await roomSaid(context.holding(3000)), 2048);
    assert.equal((await context.holding(2000)).contextTokens, 2048);
    assert.equal(machine.open, 1);
  });

  it('is the largest there is memory for, if that is less than what is needed', async () => {
    const machine = new Machine(4500);
    const context = contextOn(machine);
    await context.holding();
    assert.equal(await roomSaid(context.holding(9000)), 4096);
    assert.equal((await context.holding(4000)).contextTokens, 4096);
  });

  it('is not tried again in vain for every question', async () => {
    const machine = new Machine(2100);
    const context = contextOn(machine);
    await roomSaid(context.holding(3000));
    const { length } = machine.asked;
    assert.equal(await roomSaid(context.holding(3000)), 2048);
    assert.equal(machine.asked.length, length);
  });

  it('is missing where there is memory for none, and there again when there is some', async () => {
    const machine = new Machine(0);
    const context = contextOn(machine);
    assert.equal(await roomSaid(context.holding(3000)), undefined);
    machine.memoryTokens = Infinity;
    assert.equal((await context.holding(3000)).contextTokens, 4096);
  });

  it('is gone once it was closed', async () => {
    const machine = new Machine(Infinity);
    const context = contextOn(machine);
    await context.holding();
    await context.close();
    assert.equal(machine.open, 0);
  });
});
