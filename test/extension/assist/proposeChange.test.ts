import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { type CodeChange } from '../../../src/core/chat/edits/editRequest.ts';
import { codeTarget } from '../../../src/workbench/assist/codeTarget.ts';
import { proposeChange } from '../../../src/workbench/assist/proposeChange.ts';
import { PROPOSAL_SCHEME } from '../../../src/workbench/proposedEdits.ts';
import { printed, type DrivenAnswer } from '../../support/scriptedChat.ts';
import { Messages } from './messages.ts';
import { openProposal, proposalTabs, ScriptedServices, showCode } from './scriptedServices.ts';
import { until } from './until.ts';

const CODE = 'function one() {\n  return 1;\n}\n\nfunction two() {\n  return 3;\n}\n';
const ANSWER = 'Sure:\n```ts\nfunction two() {\n  return 2;\n}\n```\nIt returned 3.';
const TWO = 'function two() {\n  return 3;\n}';
const FIXED = CODE.replace('return 3', 'return 2');

describe('a proposed change', () => {
  let services: ScriptedServices;
  let messages: Messages;
  beforeEach(() => {
    services = new ScriptedServices();
    messages = new Messages();
    messages.install();
  });
  afterEach(async () => {
    messages.restore();
    services.dispose();
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
  });

  /** Asks for a change of what is selected; the answer is the test's to write. */
  const ask = async (
    change: CodeChange = { kind: 'fix' },
  ): Promise<{ readonly answer: DrivenAnswer; readonly done: Promise<void> }> => {
    const target = await codeTarget(services.exclusions, undefined);
    assert.ok(target !== undefined, messages.shown.join());
    const next = services.engine.nextAnswer();
    const done = proposeChange(services, { change, target, name: 'Fix' });
    return { answer: await next, done };
  };
  const accept = async (): Promise<string | undefined> => services.edits.accept((await openProposal()).uri);

  it('streams into a diff, changes nothing before it is accepted, and is taken back by one undo', async () => {
    const { document } = await showCode(CODE, TWO);
    const { answer, done } = await ask();
    const proposal = await openProposal();
    answer.write('Sure:\n```ts\nfunction two() {\n  return 2;\n');
    await until(() => (proposal.getText() === FIXED ? true : undefined));
    answer.write('}\n```\nIt returned 3.');
    answer.end();
    await done;
    assert.equal(document.getText(), CODE);
    assert.equal(await accept(), undefined);
    assert.equal(document.getText(), FIXED);
    await vscode.window.showTextDocument(document);
    await vscode.commands.executeCommand('undo');
    assert.equal(document.getText(), CODE);
    assert.deepEqual(messages.shown, []);
  });

  it('documents without touching the code, whatever the model made of it', async () => {
    const { document } = await showCode(CODE, TWO);
    const { answer, done } = await ask({ kind: 'document' });
    const proposal = await openProposal();
    answer.write('```ts\n/**\n * Gives three.\n');
    const documented = CODE.replace('function two', '/** Gives three. */\nfunction two');
    await until(() => (proposal.getText() === documented ? true : undefined));
    answer.write(' */\nfunction two() {\n  return 2;\n```');
    answer.end();
    await done;
    assert.equal(await accept(), undefined);
    assert.equal(document.getText(), documented);
    assert.deepEqual(messages.shown, []);
  });

  it('documents a function around the cursor above its first line, in place of the comment that is there', async () => {
    const content = 'let a;\n/**\n * Old.\n */\nexport const add = (a: number) => {\n  return a;\n};\n';
    const { document } = await showCode(content, 'return', { cursorOnly: true });
    // As TypeScript tells it: from the name on.
    const text = content.slice(content.indexOf('add'), content.lastIndexOf(';'));
    const start = content.indexOf(text);
    const range = new vscode.Range(document.positionAt(start), document.positionAt(start + text.length));
    const item = { kind: 'symbol', label: 'add', languageId: 'typescript', text } as const;
    const next = services.engine.nextAnswer();
    const target = { document, range, text, item };
    const done = proposeChange(services, { change: { kind: 'document' }, target, name: 'Document' });
    const answer = await next;
    answer.write('Gives back what it gets.');
    answer.end();
    await done;
    assert.equal(await accept(), undefined);
    assert.equal(document.getText(), content.replace('/**\n * Old.\n */', '/** Gives back what it gets. */'));
  });

  it('says at once where no comment can be written, and asks no model', async () => {
    const cases = [
      { content: '{"a": 1}', language: 'json', said: /no comments in this language/u },
      { content: 'def f(a): return a\n', language: 'python', said: /body begins in a line of its own/u },
    ];
    for (const { content, language, said } of cases) {
      await showCode(content, content.trim(), { language });
      const target = await codeTarget(services.exclusions, undefined);
      assert.ok(target !== undefined);
      await proposeChange(services, { change: { kind: 'document' }, target, name: 'Document' });
      assert.match(messages.shown.at(-1) ?? '', said);
    }
    assert.deepEqual([services.engine.answers.length, proposalTabs().length], [0, 0]);
  });

  it('says so when a bracket is missing in it', async () => {
    await showCode(CODE, TWO);
    const { answer, done } = await ask();
    answer.write('```ts\nfunction two() {\n  return 2;\n```');
    answer.end();
    await done;
    assert.match(messages.shown.join(), /before you accept it: a “\}” is missing/u);
    await openProposal();
  });

  it('keeps CRLF and tabs', async () => {
    const content = 'class A {\r\n\ta() {\r\n\t\treturn 3;\r\n\t}\r\n}\r\n';
    const { document } = await showCode(content, 'a() {\r\n\t\treturn 3;\r\n\t}');
    const { answer, done } = await ask();
    answer.write('```ts\na() {\n\treturn 2;\n}\n```');
    answer.end();
    await done;
    await accept();
    assert.equal(document.getText(), content.replace('3', '2'));
  });

  it('can’t be accepted while the model writes, and ends the answer when it is rejected', async () => {
    const { document } = await showCode(CODE, TWO);
    const { answer, done } = await ask();
    answer.write('```ts\nfunction two() {\n');
    assert.match((await accept()) ?? '', /still writing/u);
    await services.edits.reject((await openProposal()).uri);
    await done;
    assert.deepEqual([answer.signal.aborted, document.getText(), messages.shown], [true, CODE, []]);
  });

  it('ends the answer when it is rejected while its diff still opens', async () => {
    await showCode(CODE, TWO);
    const target = await codeTarget(services.exclusions, undefined);
    assert.ok(target !== undefined);
    const listener = vscode.workspace.onDidOpenTextDocument(({ uri }) => {
      if (uri.scheme === PROPOSAL_SCHEME) {
        void services.edits.reject(uri);
      }
    });
    try {
      await proposeChange(services, { change: { kind: 'fix' }, target, name: 'Fix' });
    } finally {
      listener.dispose();
    }
    assert.ok(services.engine.answers.every(({ signal }) => signal.aborted));
    assert.deepEqual([messages.shown, proposalTabs()], [[], []]);
  });

  it('ends the answer when its tab is closed', async () => {
    await showCode(CODE, TWO);
    const { answer, done } = await ask();
    await openProposal();
    await vscode.window.tabGroups.close(proposalTabs());
    await done;
    assert.equal(answer.signal.aborted, true);
  });

  it('is dropped and said when its code is edited meanwhile, which stays as it was typed', async () => {
    const editor = await showCode(CODE, TWO);
    const { answer, done } = await ask();
    await openProposal();
    const typed = new vscode.WorkspaceEdit();
    typed.insert(editor.document.uri, new vscode.Position(5, 2), '// mine\n  ');
    await vscode.workspace.applyEdit(typed);
    await done;
    assert.equal(answer.signal.aborted, true);
    assert.match(messages.shown.join(), /edited meanwhile/u);
    assert.match(editor.document.getText(), /\/\/ mine/u);
    assert.deepEqual(proposalTabs(), []);
  });

  it('follows its code when lines are typed above it while it is written', async () => {
    const editor = await showCode(CODE, TWO);
    const { answer, done } = await ask();
    await openProposal();
    const typed = new vscode.WorkspaceEdit();
    typed.insert(editor.document.uri, new vscode.Position(0, 0), '// above\n');
    await vscode.workspace.applyEdit(typed);
    answer.write(ANSWER);
    answer.end();
    await done;
    await accept();
    assert.equal(editor.document.getText(), `// above\n${FIXED}`);
  });

  it('is taken back and said when the model repeats itself in the middle of the code', async () => {
    const { document } = await showCode(CODE, TWO);
    const { answer, done } = await ask();
    answer.write('```ts\n');
    for (let count = 0; count < 40; count++) {
      answer.write('  result = result + one() + two();\n');
    }
    await done;
    assert.match(messages.shown.join(), /repeat itself in the middle of the code/u);
    assert.deepEqual([document.getText(), proposalTabs()], [CODE, []]);
  });

  for (const [what, text, ended, message] of [
    ['cut in the middle of the code', '```ts\nfunction two() {\n  ret', 'limit', /reached its limit/u],
    ['words', 'I would rather not change this code at all.', 'model', /words instead of code/u],
    [
      'code with a part left out',
      '```ts\nfunction two() {\n  // ... existing code\n}\n```',
      'model',
      /left code out/u,
    ],
    ['the code as it was', `\`\`\`ts\n${TWO}\n\`\`\``, 'model', /change nothing/u],
  ] as const) {
    it(`is taken back and said when the answer is ${what}`, async () => {
      const { document } = await showCode(CODE, TWO);
      const { answer, done } = await ask();
      answer.write(text);
      answer.end(ended);
      await done;
      assert.match(messages.shown.join(), message);
      assert.deepEqual([document.getText(), proposalTabs()], [CODE, []]);
    });
  }

  it('is taken back when the engine is killed in the middle of it, and asked for anew on request', async () => {
    await showCode(CODE, TWO);
    const { answer, done } = await ask();
    answer.write('```ts\nfunction two() {\n');
    messages.answers.push('Try Again');
    const second = services.engine.nextAnswer();
    answer.fail({ kind: 'interrupted', reason: 'engineEnded' });
    await done;
    assert.match(messages.shown.join(), /engine ended/u);
    const again = await second;
    again.write(ANSWER);
    again.end();
    const proposal = await openProposal();
    await until(() => (proposal.getText() === FIXED ? true : undefined));
  });

  it('is not asked for of a model that never learned it: the message says which kind can', async () => {
    services.engine.talking = { ...services.engine.talking, name: 'OpenELM Nano 5M' };
    await showCode(CODE, TWO);
    const target = await codeTarget(services.exclusions, undefined);
    assert.ok(target !== undefined);
    await proposeChange(services, { change: { kind: 'fix' }, target, name: 'Fix' });
    assert.match(messages.shown.join(), /OpenELM Nano 5M only completes code.*Instruct/u);
    assert.deepEqual([services.engine.answers.length, proposalTabs()], [0, []]);
  });

  it('says how much of 10,000 selected lines the model can rewrite, and opens nothing', async () => {
    const long = Array.from({ length: 10_000 }, (_, line) => `const value${line} = compute(${line});`).join(
      '\n',
    );
    await showCode(long, long);
    const target = await codeTarget(services.exclusions, undefined);
    assert.ok(target !== undefined);
    await proposeChange(services, { change: { kind: 'simplify' }, target, name: 'Simplify' });
    assert.match(messages.shown.join(), /rewrite about \d+ lines/u);
    assert.deepEqual(proposalTabs(), []);
  });

  it('is a comment above the code where the model documents in a sentence', async () => {
    services.engine.talking = { ...services.engine.talking, name: 'OpenELM Nano' };
    const { document } = await showCode(CODE, TWO);
    const { answer, done } = await ask({ kind: 'document' });
    answer.write('Returns two.');
    answer.end();
    await done;
    await accept();
    assert.equal(document.getText(), CODE.replace(TWO, `/** Returns two. */\n${TWO}`));
  });

  it('is asked for with the problems that are reported for the code', async () => {
    const { document } = await showCode(CODE, TWO);
    const collection = vscode.languages.createDiagnosticCollection('test');
    try {
      collection.set(document.uri, [
        new vscode.Diagnostic(new vscode.Range(5, 9, 5, 10), 'Not two'),
        new vscode.Diagnostic(new vscode.Range(1, 9, 1, 10), 'Elsewhere'),
      ]);
      const { answer } = await ask();
      assert.match(printed(answer.request.pieces), /Not two/u);
      assert.doesNotMatch(printed(answer.request.pieces), /Elsewhere/u);
    } finally {
      collection.dispose();
    }
  });
});
