import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { ROOT } from '../../tools/support/headlessEngine.ts';
import { CUT_NETWORK, packetsSent, whyNetworkCannotBeCut } from './support/cutNetwork.ts';
import { engineProcesses } from './support/engineProcess.ts';
import { startSession, type ExtensionUnderTest, type Session } from './support/session.ts';

const GHOST_TIMEOUT_MS = 30_000;
const MAIN_TS = `export function add(first: number, second: number): number {
  return first + second;
}

`;

const DEVELOPMENT: ExtensionUnderTest = { kind: 'development', folder: ROOT };
const packages = mkdtempSync(path.join(os.tmpdir(), 'openelm-vsix-'));

/** Makes the package that a user installs. */
function packageExtension(): ExtensionUnderTest {
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    ['--import', 'tsx', 'tools/package.ts', '--target', 'linux-x64', '--out', packages],
    { cwd: ROOT, encoding: 'utf8' },
  );
  const file = readdirSync(packages).find((name) => name.endsWith('.vsix'));
  assert.ok(status === 0 && file !== undefined, stdout + stderr);
  return { kind: 'vsix', file: path.join(packages, file) };
}

/** The head of a function like the one above it, so that the model is sure of its body. */
const head = (name: string): string => `export function ${name}(first: number, second: number): number {\n`;

/** Puts the cursor at the end of the file and types the head of a function, which asks for its body. */
async function typeFunctionHead({ driver }: Session, name: string): Promise<string> {
  await driver.press('Control+End');
  await driver.type(head(name), 40);
  const ghost = await driver.waitForGhostText(GHOST_TIMEOUT_MS);
  assert.ok(ghost !== undefined && ghost.text.trim() !== '', 'no ghost text');
  return ghost.text;
}

const variants: readonly {
  name: string;
  extension: () => ExtensionUnderTest;
  argvPrefix: readonly string[];
}[] = [
  { name: 'from the development folder', extension: () => DEVELOPMENT, argvPrefix: [] },
  { name: 'from the installed package', extension: packageExtension, argvPrefix: [] },
  {
    name: 'from the installed package, with the network cut',
    extension: packageExtension,
    argvPrefix: CUT_NETWORK,
  },
];

after(() => {
  rmSync(packages, { recursive: true });
});

for (const { name, extension, argvPrefix } of variants) {
  describe(`completions in a real VS Code, ${name}`, () => {
    let session: Session | undefined;
    const running = (): Session => {
      assert.ok(session);
      return session;
    };

    before(async function () {
      const reason = argvPrefix.length > 0 ? whyNetworkCannotBeCut() : undefined;
      if (reason !== undefined) {
        console.log(`      skipped: the network can't be cut here: ${reason}`);
        this.skip();
      }
      session = await startSession({
        extension: extension(),
        workspaceFiles: { 'main.ts': MAIN_TS },
        argvPrefix,
      });
    });
    after(() => session?.stop());

    it('shows ghost text after typing, and Tab puts it into the document', async () => {
      const { driver } = running();
      await driver.openFile('main.ts');
      const ghost = await typeFunctionHead(running(), 'subtract');
      const before = await driver.documentText();
      assert.ok(before.startsWith(MAIN_TS + head('subtract')));
      await driver.press('Tab');
      const after = await driver.documentText();
      assert.ok(after.includes(ghost), `${JSON.stringify(ghost)} is not in ${JSON.stringify(after)}`);
      assert.notEqual(after, before);
    });

    it('brings the next suggestion back when the engine is killed', async () => {
      const [engine] = engineProcesses(running());
      assert.ok(engine);
      process.kill(engine.pid, 'SIGKILL');
      const { driver } = running();
      await driver.press('Control+End');
      await driver.type(`\n\n${head('multiply')}`, 40);
      assert.ok(await driver.waitForGhostText(GHOST_TIMEOUT_MS));
      const [next, ...others] = engineProcesses(running());
      assert.ok(next);
      assert.notEqual(next.pid, engine.pid);
      assert.equal(others.length, 0);
    });

    if (argvPrefix.length > 0) {
      it('has tried to send nothing', () => {
        assert.equal(packetsSent(running().server.pid), 0);
        for (const { pid } of engineProcesses(running())) {
          assert.equal(packetsSent(pid), 0, 'the engine is in the same network');
        }
      });
    }
  });
}

describe('the cut network of these tests', () => {
  it('counts an attempt to send', function () {
    const reason = whyNetworkCannotBeCut();
    if (reason !== undefined) {
      console.log(`      skipped: the network can't be cut here: ${reason}`);
      this.skip();
    }
    const attempt = `require('node:net').connect(80, '198.51.100.7').on('error', () => {});
      setTimeout(() => { console.log(require('node:fs').readFileSync('/proc/self/net/dev', 'utf8')); process.exit(); }, 200);`;
    const [command = '', ...prefix] = CUT_NETWORK;
    const { stdout } = spawnSync(command, [...prefix, process.execPath, '-e', attempt], { encoding: 'utf8' });
    const sent = / out:(?:\s*\d+){9}\s*(\d+)/u.exec(stdout)?.[1];
    assert.ok(Number(sent) > 0, stdout);
  });
});
