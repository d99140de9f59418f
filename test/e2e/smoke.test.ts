import assert from 'node:assert/strict';
import path from 'node:path';
import { artifactsFolder, repositoryRoot } from '../../tools/host/paths.ts';
import { listProcessTree } from '../../tools/host/processTree.ts';
import { type Session, startSession } from './support/session.ts';

const FIXTURE = path.join(repositoryRoot, 'test/e2e/fixtures/constant-completion');

describe('the test host', () => {
  let session: Session;

  before(async () => {
    session = await startSession({
      extension: { kind: 'development', folder: FIXTURE },
      workspaceFiles: { 'src/answer.ts': 'export {};\n\n' },
    });
  });

  after(() => session.stop());

  it('shows the ghost text of an extension and takes it over with Tab', async () => {
    const { driver } = session;
    await driver.openFile('src/answer.ts');
    await driver.goToLine(2);
    await driver.type('const answer: ');
    const sighting = await driver.waitForGhostText(30_000);
    assert.equal(sighting?.text, 'number = 42;\nconst question = 6 * 7;');
    await driver.screenshot(path.join(artifactsFolder, 'e2e/smoke.png'));
    await driver.press('Tab');
    assert.ok(await driver.waitForNoGhostText(5000));
    assert.equal(
      await driver.documentText(),
      'export {};\nconst answer: number = 42;\nconst question = 6 * 7;\n',
    );
  });

  it('reads the status bar, runs a command of the palette and sees its message', async () => {
    const { driver } = session;
    assert.deepEqual(await driver.statusBarItem('Constant'), {
      text: 'Constant',
      ariaLabel: 'sparkle  Constant, Always the same',
      tooltip: 'Always the same',
    });
    await driver.runCommand('Constant: Show the Answer');
    assert.equal(await driver.waitForNotification('answer', 5000), 'The answer is 42.');
  });

  it('applies settings that change while it runs', async () => {
    const { driver } = session;
    await session.setSettings({ 'constantCompletion.text': 'string;' });
    await driver.goToLine(3);
    await driver.type('\nconst answer: ');
    assert.equal((await driver.waitForGhostText(5000))?.text, 'string;');
    assert.deepEqual(await driver.dismissDialogs(), []);
    assert.deepEqual(session.workbench.consoleErrors, []);
  });

  it('lists the processes of the server', () => {
    const processes = listProcessTree(session.server.pid);
    assert.equal(processes[0]?.pid, session.server.pid);
    assert.ok(processes.some(({ commandLine }) => commandLine.includes('--type=extensionHost')));
    assert.ok(processes.every(({ rssBytes }) => rssBytes > 0));
  });
});
