import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { suggestNames } from '../../../src/workbench/assist/suggestNames.ts';
import { printed } from '../../support/scriptedChat.ts';
import { Messages } from './messages.ts';
import { ScriptedServices, showCode } from './scriptedServices.ts';

const CODE = 'cnt = 1\nprint(cnt)\n';

describe('rename suggestions', () => {
  let services: ScriptedServices;
  let messages: Messages;
  let provider: vscode.Disposable;
  let refusal: string | undefined;
  beforeEach(() => {
    services = new ScriptedServices();
    messages = new Messages();
    messages.install();
    refusal = undefined;
    provider = vscode.languages.registerRenameProvider('plaintext', {
      provideRenameEdits: (document, position, newName) => {
        if (refusal !== undefined) {
          throw new Error(refusal);
        }
        const range = document.getWordRangeAtPosition(position);
        const name = document.getText(range);
        const edit = new vscode.WorkspaceEdit();
        for (const { index } of document.getText().matchAll(new RegExp(`\\b${name}\\b`, 'gu'))) {
          const start = document.positionAt(index);
          edit.replace(
            document.uri,
            new vscode.Range(start, document.positionAt(index + name.length)),
            newName,
          );
        }
        return edit;
      },
    });
  });
  afterEach(async () => {
    provider.dispose();
    messages.restore();
    services.dispose();
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
  });

  const show = (): Promise<vscode.TextEditor> =>
    showCode(CODE, 'cnt', { language: 'plaintext', cursorOnly: true });
  /** Takes the first row as soon as there is one; nothing tells when it is drawn. */
  const takeFirst = async (done: Promise<void>): Promise<void> => {
    const state = { isDone: false };
    const end = done.then(() => {
      state.isDone = true;
    });
    while (!state.isDone) {
      await vscode.commands.executeCommand('workbench.action.acceptSelectedQuickOpenItem');
    }
    await end;
  };

  it('are applied by the language’s own rename, wherever the name stands', async () => {
    const { document } = await show();
    const next = services.engine.nextAnswer();
    const done = suggestNames(services, 'Rename Suggestions');
    const answer = await next;
    assert.match(printed(answer.request.pieces), /better names for `cnt`/u);
    answer.write('1. `count`\n2. `cnt`\n3. total\n');
    await takeFirst(done);
    assert.equal(document.getText(), 'count = 1\nprint(count)\n');
    assert.equal(answer.signal.aborted, true, 'what the model would still write is not wanted');
  });

  it('stop the answer when they are closed', async () => {
    const { document } = await show();
    const next = services.engine.nextAnswer();
    const done = suggestNames(services, 'Rename Suggestions');
    const answer = await next;
    await vscode.commands.executeCommand('workbench.action.closeQuickOpen');
    await done;
    assert.deepEqual([answer.signal.aborted, document.getText(), messages.shown], [true, CODE, []]);
  });

  it('say so when the model has none', async () => {
    await show();
    const next = services.engine.nextAnswer();
    const done = suggestNames(services, 'Rename Suggestions');
    const answer = await next;
    answer.write('The name is fine as it is, I think.');
    answer.end();
    await done;
    assert.match(messages.shown.join(), /no other name for cnt/u);
  });

  it('say in the language’s words why a name can’t be', async () => {
    refusal = 'This name is taken.';
    const { document } = await show();
    const next = services.engine.nextAnswer();
    const done = suggestNames(services, 'Rename Suggestions');
    (await next).write('count\ntotal\n');
    await takeFirst(done);
    assert.match(messages.shown.join(), /cnt was not renamed: .*This name is taken/u);
    assert.equal(document.getText(), CODE);
  });

  it('rename nothing after the name was edited', async () => {
    const { document } = await show();
    const next = services.engine.nextAnswer();
    const done = suggestNames(services, 'Rename Suggestions');
    const answer = await next;
    const edit = new vscode.WorkspaceEdit();
    edit.insert(document.uri, new vscode.Position(0, 0), 'x');
    await vscode.workspace.applyEdit(edit);
    answer.write('count\n');
    await takeFirst(done);
    assert.equal(document.getText(), `x${CODE}`);
    assert.match(messages.shown.join(), /edited meanwhile/u);
  });

  it('are not asked for where there is no name', async () => {
    await showCode('   \n', ' ', { language: 'plaintext', cursorOnly: true });
    await suggestNames(services, 'Rename Suggestions');
    assert.match(messages.shown.join(), /nothing to rename here/u);
    assert.equal(services.engine.answers.length, 0);
  });
});
