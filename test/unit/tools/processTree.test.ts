import assert from 'node:assert/strict';
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import process from 'node:process';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { listProcessTree, readProcess } from '../../../tools/host/processTree.ts';

/** The third field of /proc/PID/stat: Z once the process has ended and nobody has collected it. */
function stateOf(pid: number): string | undefined {
  return /\) (\S)/.exec(readFileSync(`/proc/${pid}/stat`, 'utf8'))?.[1];
}

describe('the list of processes', () => {
  let parent: ChildProcess | undefined;
  let ended: number;

  before(async function () {
    if (process.platform !== 'linux') {
      // Only Linux has /proc, and only there does a VS Code server run for the tests.
      this.skip();
    }
    // `sleep` takes the shell's place and collects no children, so that one which ends from then on stays a zombie.
    const child = spawn('sh', ['-c', 'sleep 600 & echo $!; exec sleep 600'], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    parent = child;
    const [line] = (await once(child.stdout, 'data')) as [Buffer];
    ended = Number(line.toString());
    while (readProcess(child.pid ?? 0)?.commandLine !== 'sleep 600') {
      await nextTurn();
    }
    process.kill(ended, 'SIGKILL');
    while (stateOf(ended) !== 'Z') {
      await nextTurn();
    }
  });

  after(() => parent?.kill('SIGKILL'));

  it('leaves out a process that has ended and waits to be collected', () => {
    assert.deepEqual(
      listProcessTree(parent?.pid ?? 0).map(({ pid }) => pid),
      [parent?.pid],
    );
    assert.equal(readProcess(ended), undefined);
    assert.equal(stateOf(ended), 'Z');
  });

  it('tells the memory and the parent of one that lives', () => {
    const info = readProcess(parent?.pid ?? 0);
    assert.equal(info?.parent, process.pid);
    assert.ok(info.rssBytes > 0);
  });
});
