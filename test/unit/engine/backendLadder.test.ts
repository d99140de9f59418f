import assert from 'node:assert/strict';
import { BackendLadder, type BadBackend } from '../../../src/engine/backendLadder.ts';
import { type Backend } from '../../../src/engine/protocol.ts';

function ladder(
  present: Backend[],
  driver = { version: '1' },
): { ladder: BackendLadder; bad: readonly BadBackend[] } {
  const store = { bad: [] as readonly BadBackend[] };
  const candidates = present.map((backend) => ({ backend, entry: `/engine/${backend}` }));
  return {
    ladder: new BackendLadder(
      candidates,
      {
        read: () => store.bad,
        write: (bad) => {
          store.bad = bad;
        },
      },
      (backend) => `${backend} ${driver.version}`,
    ),
    get bad() {
      return store.bad;
    },
  };
}

const chosen = (from: BackendLadder, wanted: Backend | 'auto' = 'auto'): Backend | undefined =>
  from.choose(wanted).candidate?.backend;

describe('BackendLadder', () => {
  it('takes the best back end that is present', () => {
    assert.equal(chosen(ladder(['cpu', 'vulkan', 'cuda']).ladder), 'cuda');
    assert.equal(chosen(ladder(['cpu', 'metal']).ladder), 'metal');
  });

  it('steps down past a bad one and says why', () => {
    const { ladder: steps } = ladder(['cuda', 'vulkan', 'cpu']);
    steps.markBad('cuda', 'it crashed');
    assert.deepEqual(steps.choose('auto').skipped, [{ backend: 'cuda', reason: 'it crashed' }]);
    assert.equal(chosen(steps), 'vulkan');
  });

  it('does not try a bad one again when nothing can be stored', () => {
    const candidates = (['vulkan', 'cpu'] as const).map((backend) => ({ backend, entry: '/engine' }));
    const steps = new BackendLadder(candidates, { read: () => [], write: () => undefined }, () => '');
    steps.markBad('vulkan', 'it crashed');
    assert.equal(chosen(steps), 'cpu');
  });

  it('tries a bad one again with another driver, in another session', () => {
    const driver = { version: '1' };
    const { ladder: steps } = ladder(['vulkan', 'cpu'], driver);
    steps.markBad('vulkan', 'it crashed');
    assert.equal(chosen(steps), 'cpu');
    steps.forgetSession();
    assert.equal(chosen(steps), 'cpu');
    driver.version = '2';
    assert.equal(chosen(steps), 'vulkan');
  });

  it('tries a bad one again when the user says so', () => {
    const { ladder: steps } = ladder(['vulkan', 'cpu']);
    steps.markBad('vulkan', 'it crashed');
    steps.forgetAll();
    assert.equal(chosen(steps), 'vulkan');
  });

  it('never marks the CPU', () => {
    const made = ladder(['cpu']);
    made.ladder.markBad('cpu', 'it crashed');
    assert.deepEqual(made.bad, []);
    assert.equal(chosen(made.ladder), 'cpu');
  });

  it('does not remember what concerns one session', () => {
    const made = ladder(['vulkan', 'cpu']);
    made.ladder.skipForSession('vulkan', 'too little video memory');
    assert.equal(chosen(made.ladder), 'cpu');
    assert.deepEqual(made.bad, []);
    made.ladder.forgetSession();
    assert.equal(chosen(made.ladder), 'vulkan');
  });

  it('falls back to the CPU when the wanted back end is not there, and says so', () => {
    const { ladder: steps } = ladder(['vulkan', 'cpu']);
    assert.equal(chosen(steps, 'cuda'), 'cpu');
    assert.deepEqual(
      steps.choose('cuda').skipped.map(({ backend }) => backend),
      ['cuda', 'vulkan'],
    );
  });

  it('chooses nothing where nothing is', () => {
    assert.equal(chosen(ladder([]).ladder), undefined);
  });
});
