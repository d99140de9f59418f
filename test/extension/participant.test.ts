import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { type FormatId } from '../../src/core/chat/formats/promptFormat.ts';
import { chatParticipantHandler, type RequestContext } from '../../src/provider/chatParticipant.ts';
import { type StagedContext } from '../../src/workbench/assist/stagedChanges.ts';
import { namedContext, requestContext } from '../../src/workbench/chat/requestContext.ts';
import { printed, ScriptedChat } from '../support/scriptedChat.ts';

/** What the built-in chat view shows of an answer. */
class Shown {
  readonly markdowns: string[] = [];
  readonly references: string[] = [];
  readonly progress: string[] = [];

  get stream(): vscode.ChatResponseStream {
    return {
      markdown: (text: string) => this.markdowns.push(text),
      reference: (source: vscode.Uri | vscode.Location) =>
        this.references.push((source instanceof vscode.Location ? source.uri : source).path),
      progress: (text: string) => this.progress.push(text),
    } as unknown as vscode.ChatResponseStream; // the handler uses no more of it
  }
}

const request = (prompt: string, more: Partial<vscode.ChatRequest> = {}): vscode.ChatRequest =>
  ({ prompt, references: [], toolReferences: [], ...more }) as unknown as vscode.ChatRequest;

describe('the chat participant', () => {
  const engine = new ScriptedChat();
  const done: string[] = [];
  let format: FormatId | undefined;
  let staged: StagedContext = { kind: 'notChosen' };
  const respond = (
    asked: vscode.ChatRequest,
    shown: Shown,
    contexts: readonly RequestContext[] = [],
  ): Promise<vscode.ChatResult> => {
    const handler = chatParticipantHandler({
      engine,
      contextOf: () => Promise.resolve(contexts),
      namedContextOf: () => Promise.resolve(contexts.slice(0, 1)),
      staged: () => Promise.resolve(staged),
      preferredFormat: () => format,
      userPrompts: () => [{ name: 'haiku', description: '', body: 'Write a haiku about {{input}}.' }],
      describeTooLong: () => 'too long',
      describeTooSmall: () => 'too small',
      describeCut: () => 'cut',
      act: (name) => {
        done.push(name);
        return Promise.resolve();
      },
    });
    const token = new vscode.CancellationTokenSource().token;
    return Promise.resolve(
      handler(asked, { history: [] }, shown.stream, token),
    ) as Promise<vscode.ChatResult>;
  };
  const answered = async (): Promise<string> => {
    while (engine.answers.length === 0) {
      await new Promise<void>((resolve) => {
        setImmediate(resolve);
      });
    }
    const [answer] = engine.answers.splice(0);
    answer?.write('So.');
    answer?.end();
    return printed(answer?.request.pieces ?? []);
  };

  it('knows the panel’s slash commands and the user’s own', async () => {
    const shown = new Shown();
    const explained = respond(request('', { command: 'explain' }), shown);
    assert.match(await answered(), /Explain what this code does/u);
    await explained;
    const own = respond(request('/haiku rain'), shown);
    assert.match(await answered(), /Write a haiku about rain\./u);
    await own;
    assert.deepEqual(shown.markdowns, ['So.', 'So.']);
  });

  it('shows what it has read', async () => {
    const shown = new Shown();
    const item = { kind: 'file', label: 'a.ts', text: 'let a;' } as const;
    const end = respond(request('Why?'), shown, [{ item, source: vscode.Uri.file('/a.ts') }]);
    assert.match(await answered(), /let a;/u);
    await end;
    assert.deepEqual(shown.references, ['/a.ts']);
  });

  it('does without a model what needs none', async () => {
    await respond(request('', { command: 'help' }), new Shown());
    assert.deepEqual([done, engine.answers.length], [['help'], 0]);
  });

  it('writes a commit message from what is staged and what the user named, not from the open file', async () => {
    const item = { kind: 'diff', label: 'a.ts', path: 'a.ts', text: '+staged' } as const;
    const overview = { kind: 'diff', label: 'All staged files', text: 'modified a.ts (+1 -0)' } as const;
    const root = vscode.Uri.file('/repository');
    staged = { kind: 'staged', items: [overview, item], root, secrets: ['.env'] };
    const shown = new Shown();
    const named = { kind: 'file', label: 'named.ts', text: 'let named;' } as const;
    const open = { kind: 'file', label: 'open.ts', text: 'let open;' } as const;
    const end = respond(request('', { command: 'commit' }), shown, [
      { item: named, source: vscode.Uri.file('/named.ts') },
      { item: open, source: vscode.Uri.file('/open.ts') },
    ]);
    const prompt = await answered();
    await end;
    assert.match(prompt, /modified a\.ts[^]*\+staged[^]*let named;[^]*Write the message of a git commit/u);
    assert.doesNotMatch(prompt, /let open;/u);
    assert.deepEqual(shown.references, ['/repository/a.ts', '/named.ts']);
    assert.match(shown.progress.join(), /secrets: \.env/u);
  });

  it('asks no model for a commit message where nothing is staged, and says so', async () => {
    staged = { kind: 'nothing', message: 'Nothing is staged.' };
    const { errorDetails } = await respond(request('/commit'), new Shown());
    assert.deepEqual([errorDetails?.message, engine.answers.length], ['Nothing is staged.', 0]);
  });

  it('stops a model that repeats itself, and says so', async () => {
    const shown = new Shown();
    const next = engine.nextAnswer();
    const end = respond(request('Why?'), shown);
    const answer = await next;
    for (let count = 0; count < 20; count++) {
      answer.write('It adds two numbers and returns their sum. ');
    }
    const { errorDetails } = await end;
    engine.answers.length = 0;
    assert.match(errorDetails?.message ?? '', /began to repeat itself/u);
    assert.ok(shown.markdowns.join('').length < 100, shown.markdowns.join(''));
  });

  it('asks in the way that the user prefers', async () => {
    const talking = engine.talking;
    engine.talking = { name: 'OpenELM-270M-Instruct', architecture: 'openelm', contextTokens: 400 };
    const raw = respond(request('Why?'), new Shown());
    assert.equal(await answered(), 'Why?\n');
    format = 'openElmInstruct';
    const framed = respond(request('Why?'), new Shown());
    assert.match(await answered(), /<\|user\|>\nWhy\?/u);
    await Promise.all([raw, framed]);
    format = undefined;
    engine.talking = talking;
  });

  it('says in the view what went wrong', async () => {
    engine.failure = { kind: 'failed', message: 'No memory.' };
    const { errorDetails } = await respond(request('Why?'), new Shown());
    engine.failure = undefined;
    assert.equal(errorDetails?.message, 'No memory.');
  });

  describe('finds what a request is about', () => {
    let document: vscode.TextDocument;
    before(async () => {
      document = await vscode.workspace.openTextDocument({
        language: 'typescript',
        content: 'let a;\nlet b;\n',
      });
      const editor = await vscode.window.showTextDocument(document);
      editor.selection = new vscode.Selection(0, 0, 1, 0);
    });
    after(() => vscode.commands.executeCommand('workbench.action.revertAndCloseActiveEditor'));

    const contexts = async (
      references: readonly Partial<vscode.ChatPromptReference>[],
      isHidden: boolean,
    ): Promise<readonly string[]> => {
      const about = { references: references as readonly vscode.ChatPromptReference[] };
      const found = await requestContext(about, { hides: () => Promise.resolve(isHidden) });
      return found.map(({ item }) => item.text);
    };

    it('in what it refers to, as far as the user named it or it is no secret', async () => {
      const range = new vscode.Range(1, 0, 1, 6);
      const named = { id: 'file', value: new vscode.Location(document.uri, range) };
      assert.deepEqual(await contexts([named], true), ['let b;']);
      assert.deepEqual(await contexts([{ ...named, id: 'vscode.implicit.selection' }], true), []);
      assert.deepEqual(await contexts([{ id: 'gone', value: vscode.Uri.file('/nowhere/at.all') }], true), []);
    });

    it('in what the user named alone, where the rest does not matter', async () => {
      const implicit = { id: 'vscode.implicit.file', value: document.uri };
      const named = { id: 'file', value: new vscode.Location(document.uri, new vscode.Range(0, 0, 0, 6)) };
      const references = [implicit, named] as readonly vscode.ChatPromptReference[];
      const found = await namedContext({ references });
      assert.deepEqual(
        found.map(({ item }) => item.text),
        ['let a;'],
      );
    });

    it('in the selection where it refers to nothing', async () => {
      assert.deepEqual(await contexts([], false), ['let a;\n']);
      assert.deepEqual(await contexts([], true), []);
    });
  });
});
