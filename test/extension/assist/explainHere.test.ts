import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { explainHere } from '../../../src/workbench/assist/explainHere.ts';
import { explainProblem } from '../../../src/workbench/assist/explainProblem.ts';
import { Explanations } from '../../../src/workbench/assist/explanations.ts';
import { documentSymbols } from '../../../src/workbench/chat/contextItems.ts';
import { printed } from '../../support/scriptedChat.ts';
import { Messages } from './messages.ts';
import { ScriptedServices, showCode } from './scriptedServices.ts';
import { until } from './until.ts';

const CODE = 'function one() {\n  return 1;\n}\n';

describe('an explanation', () => {
  let services: ScriptedServices;
  let explanations: Explanations;
  let messages: Messages;
  beforeEach(() => {
    services = new ScriptedServices();
    explanations = new Explanations();
    messages = new Messages();
    messages.install();
  });
  afterEach(async () => {
    messages.restore();
    explanations.dispose();
    services.dispose();
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
  });

  const peeked = (): Promise<vscode.TextDocument> =>
    until(() => vscode.workspace.textDocuments.find(({ uri }) => uri.scheme === 'openelm-explanation'));

  it('beside the code is shown below its name as it is written, and wrapped', async () => {
    await showCode(CODE, CODE);
    const next = services.engine.nextAnswer();
    const done = explainHere(services, explanations, undefined, 'Explain Here');
    const answer = await next;
    assert.match(printed(answer.request.pieces), /return 1;[^]*two or three short sentences/u);
    const document = await peeked();
    answer.write('Returns');
    await until(() => (document.getText().endsWith('\n\nReturns') ? true : undefined));
    answer.write(` ${'one '.repeat(40)}`);
    answer.end();
    await done;
    await until(() => (document.lineCount > 3 ? true : undefined));
    assert.deepEqual(messages.shown, []);
  });

  it('beside the code says that the model repeated itself', async () => {
    await showCode(CODE, CODE);
    const next = services.engine.nextAnswer();
    const done = explainHere(services, explanations, undefined, 'Explain Here');
    const answer = await next;
    const document = await peeked();
    for (let count = 0; count < 20; count++) {
      answer.write('It returns one, which is a number.\n');
    }
    await done;
    await until(() => (/began to\s+repeat/u.test(document.getText()) ? true : undefined));
    assert.equal(document.getText().split('It returns one').length, 2);
  });

  it('beside the code is given up when its peek is closed', async () => {
    await showCode(CODE, CODE);
    const next = services.engine.nextAnswer();
    const done = explainHere(services, explanations, undefined, 'Explain Here');
    const answer = await next;
    await peeked();
    await vscode.commands.executeCommand('closeReferenceSearch');
    await done;
    assert.equal(answer.signal.aborted, true);
  });

  it('beside the code opens nothing with a model that can’t explain', async () => {
    services.engine.talking = { ...services.engine.talking, name: 'OpenELM Nano 5M' };
    await showCode(CODE, CODE);
    await explainHere(services, explanations, undefined, 'Explain Here');
    assert.match(messages.shown.join(), /“Explain Here” needs a model/u);
  });

  it('of a problem is asked for in the panel, with the code around it', async () => {
    const { document } = await showCode(CODE, 'return', { cursorOnly: true });
    const collection = vscode.languages.createDiagnosticCollection('test');
    try {
      collection.set(document.uri, [new vscode.Diagnostic(new vscode.Range(1, 9, 1, 10), 'Not two')]);
      while ((await documentSymbols(document.uri)).length === 0) {
        // The language's own extension is still starting; each question takes its turn with it.
      }
      await explainProblem(services, undefined);
      const [asked] = services.asked;
      assert.ok(asked !== undefined);
      const { question, items } = asked;
      assert.match(question, /problem/u);
      assert.deepEqual(
        items.map(({ kind }) => kind),
        ['symbol', 'problems'],
      );
      assert.match(items[0]?.text ?? '', /return 1/u);
    } finally {
      collection.dispose();
    }
  });

  it('of a problem is not asked for where none is reported', async () => {
    await showCode(CODE, 'return', { cursorOnly: true });
    await explainProblem(services, undefined);
    assert.match(messages.shown.join(), /No problem is reported here/u);
    assert.deepEqual(services.asked, []);
  });
});
