import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import * as vscode from 'vscode';
import { toToolMessages } from '../../src/provider/languageModelMessages.ts';
import { CHATML } from '../support/chatTemplates.ts';
import { ggufBytes } from '../support/ggufBytes.ts';
import { miniatureOpenElm } from '../support/miniatureOpenElm.ts';
import { TAGGED_TOOLS } from '../support/toolTemplates.ts';

interface Offered {
  readonly id: string;
  readonly name: string;
  readonly maxInputTokens: number;
}

interface Answered {
  readonly parts: readonly unknown[];
  readonly error?: { readonly name: string; readonly message: string; readonly code?: string };
}

interface Asking {
  readonly messages: readonly vscode.LanguageModelChatMessage[];
  readonly options?: vscode.LanguageModelChatRequestOptions;
  readonly cancelAfter?: number;
  readonly id?: string;
}

/** What the second extension is asked to do; it shares nothing with this one but the editor. */
const select = (): Thenable<Offered[]> => vscode.commands.executeCommand('languageModelClient.select');
const count = (text: string | vscode.LanguageModelChatMessage): Thenable<number> =>
  vscode.commands.executeCommand('languageModelClient.count', text);
const ask = (request: Asking): Thenable<Answered> =>
  vscode.commands.executeCommand('languageModelClient.ask', request);

const user = (text: string): vscode.LanguageModelChatMessage => vscode.LanguageModelChatMessage.User(text);
const textOf = ({ parts }: Answered): string =>
  parts.map((part) => (part instanceof vscode.LanguageModelTextPart ? part.value : '')).join('');

const SET_LEVEL: vscode.LanguageModelChatTool = {
  name: 'set_level',
  description: 'Sets the level of a "channel".',
  inputSchema: {
    type: 'object',
    properties: { channel: { enum: ['left', 'right'] }, on: { type: 'boolean' } },
    required: ['channel', 'on'],
  },
};

/** Writes a model whose file has these templates. */
function writeModel(file: string, templates: Readonly<Record<string, string>>): void {
  const { gguf } = miniatureOpenElm({ type: 'Q8_0', shape: { contextLength: 2048 } });
  const more = Object.entries(templates).map(([key, value]) => [key, { type: 'string', value }] as const);
  writeFileSync(file, ggufBytes({ ...gguf, metadata: [...gguf.metadata, ...more] }));
}

async function configure(settings: Readonly<Record<string, unknown>>): Promise<void> {
  for (const [key, value] of Object.entries(settings)) {
    await vscode.workspace.getConfiguration().update(key, value, vscode.ConfigurationTarget.Global);
  }
}

/** Settles when as many models are offered, now or after one of their changes. */
async function untilOffered(models: number): Promise<Offered> {
  let changed: () => void = () => undefined;
  const listener = vscode.lm.onDidChangeChatModels(() => {
    changed();
  });
  try {
    for (;;) {
      const next = new Promise<void>((resolve) => {
        changed = resolve;
      });
      const offered = await select();
      if (offered.length === models) {
        return offered[0] ?? { id: '', name: '', maxInputTokens: 0 };
      }
      await next;
    }
  } finally {
    listener.dispose();
  }
}

/** Of cancelling an answer that takes a tenth of a second. */
const MOST_TRIES = 10;

describe('another extension', () => {
  before(() => configure({ 'chat.disableAIFeatures': false, 'openelm.languageModels.builtIn': true }));
  after(() =>
    configure({
      'chat.disableAIFeatures': true,
      'openelm.languageModels.builtIn': undefined,
      'openelm.model.file': undefined,
    }),
  );

  it('gets the built-in model where the user offers it, with its true limits', async () => {
    const { name, maxInputTokens } = await untilOffered(1);
    assert.deepEqual([name, maxInputTokens], ['OpenELM Nano 48M', 896]);
  });

  it('is streamed an answer, the same each time', async () => {
    const [first, second] = [
      await ask({ messages: [user('What is a list?')] }),
      await ask({ messages: [user('What is a list?')] }),
    ];
    assert.equal(first.error, undefined);
    assert.ok(first.parts.length > 3, `${first.parts.length} parts`);
    assert.equal(textOf(second), textOf(first));
  });

  it('counts tokens as the model does', async () => {
    const text = 'export function add(a: number): number {\n';
    const [nothing, one, many] = [await count(''), await count('a'), await count(text.repeat(10))];
    assert.deepEqual([nothing, one], [0, 1]);
    assert.ok(many > 50 && many < text.length * 10, `${many}`);
  });

  it('counts of a message also what its place in a conversation costs', async () => {
    const [text, message] = [await count('Why is it so?'), await count(user('Why is it so?'))];
    assert.ok(message > text && message < text + 20, `${text} ${message}`);
  });

  it('is told that a picture can’t be read, and may send text as data', () => {
    const role = vscode.LanguageModelChatMessageRole.User;
    const read = (part: vscode.LanguageModelDataPart): unknown =>
      toToolMessages([{ role, name: undefined, content: [part] }]);
    const picture = vscode.LanguageModelDataPart.image(new Uint8Array([1, 2, 3]), 'image/png');
    assert.throws(() => read(picture), /reads text only/u);
    assert.deepEqual(read(vscode.LanguageModelDataPart.text('a')), [{ role: 'user', text: 'a' }]);
  });

  it('can cancel', async () => {
    const whole = await ask({ messages: [user('Write a story.')] });
    const lengths: number[] = [];
    // On a busy machine the small model has ended before the cancellation arrives; one that never arrives cuts no answer.
    while (lengths.length < MOST_TRIES && lengths.every((length) => length >= whole.parts.length)) {
      const cancelled = await ask({ messages: [user('Write a story.')], cancelAfter: 1 });
      assert.ok(textOf(whole).startsWith(textOf(cancelled)));
      lengths.push(cancelled.parts.length);
    }
    assert.ok((lengths.at(-1) ?? 0) < whole.parts.length, `${lengths.join()} of ${whole.parts.length}`);
  });

  it('is told by how much its question is too long', async () => {
    const { parts, error } = await ask({ messages: [user('const a = 1;\n'.repeat(500))] });
    assert.equal(parts.length, 0);
    assert.match(error?.message ?? '', /tokens; this model reads 896/u);
  });

  it('is told that a model knows no tools', async () => {
    const { error } = await ask({
      messages: [user('Do it.')],
      options: { tools: [{ name: 'do_it', description: 'Does it.' }] },
    });
    assert.match(error?.message ?? '', /OpenELM Nano 48M was not trained to call tools/u);
  });

  it('is refused a model that the user withdraws, with the code for it', async () => {
    await configure({ 'openelm.languageModels.builtIn': undefined });
    const { error } = await ask({ messages: [user('Still there?')] });
    assert.ok(error !== undefined);
    assert.ok(['NoPermissions', 'NotFound'].includes(error.code ?? ''), JSON.stringify(error));
    await untilOffered(0);
    await configure({ 'openelm.languageModels.builtIn': true });
    await untilOffered(1);
  });

  describe('with a model that was trained on tools', () => {
    const folder = mkdtempSync(path.join(os.tmpdir(), 'openelm-tools-'));
    const tool = SET_LEVEL;
    /** Chooses a model whose file has these templates. */
    const offer = async (name: string, templates: Readonly<Record<string, string>>): Promise<void> => {
      const file = path.join(folder, `${name}.gguf`);
      writeModel(file, templates);
      await configure({ 'openelm.model.file': file });
      for (let offered = await untilOffered(1); offered.id !== name; offered = await untilOffered(1));
    };
    before(async () => {
      await configure({ 'openelm.languageModels.builtIn': undefined });
      await offer('tools', { 'tokenizer.chat_template': TAGGED_TOOLS });
    });
    after(async () => {
      await configure({ 'openelm.model.file': undefined, 'openelm.languageModels.builtIn': true });
      rmSync(folder, { recursive: true });
    });

    it('is given calls whose arguments have the form it asked for', async () => {
      const { parts, error } = await ask({
        messages: [user('Louder!')],
        options: { tools: [tool], toolMode: vscode.LanguageModelChatToolMode.Required },
      });
      const [call] = parts;
      assert.ok(call instanceof vscode.LanguageModelToolCallPart, JSON.stringify([parts, error]));
      const { channel, on } = call.input as { channel: unknown; on: unknown };
      assert.equal(call.name, 'set_level');
      assert.ok(channel === 'left' || channel === 'right');
      assert.equal(typeof on, 'boolean');
    });

    it('can give back what its tool has found, and is answered', async () => {
      const call = new vscode.LanguageModelToolCallPart('1', 'set_level', { channel: 'left', on: true });
      const result = new vscode.LanguageModelToolResultPart('1', [new vscode.LanguageModelTextPart('done')]);
      const { parts, error } = await ask({
        messages: [
          user('Louder!'),
          vscode.LanguageModelChatMessage.Assistant([call]),
          vscode.LanguageModelChatMessage.User([result]),
        ],
        options: { tools: [tool], toolMode: vscode.LanguageModelChatToolMode.Required },
      });
      assert.ok(parts[0] instanceof vscode.LanguageModelToolCallPart, JSON.stringify(error));
    });

    it('is given calls by a second template, where the model’s file brings one for them', async () => {
      await offer('second', {
        'tokenizer.chat_template': CHATML,
        'tokenizer.chat_template.tool_use': TAGGED_TOOLS,
      });
      const { parts, error } = await ask({
        messages: [user('Louder!')],
        options: { tools: [tool], toolMode: vscode.LanguageModelChatToolMode.Required },
      });
      assert.ok(parts[0] instanceof vscode.LanguageModelToolCallPart, JSON.stringify([parts, error]));
    });

    it('is told which tool can’t be offered, and why', async () => {
      const { error } = await ask({
        messages: [user('Do it.')],
        options: { tools: [{ ...tool, inputSchema: { properties: { a: { not: {} } } } }] },
      });
      assert.match(error?.message ?? '', /“not” in its schema .*set_level\/properties\/a/u);
    });
  });

  it('is offered every model of the folder, and each answers for itself', async () => {
    const folder = mkdtempSync(path.join(os.tmpdir(), 'openelm-folder-'));
    for (const name of ['one', 'two']) {
      writeModel(path.join(folder, `${name}.gguf`), { 'tokenizer.chat_template': TAGGED_TOOLS });
    }
    writeFileSync(path.join(folder, 'broken.gguf'), 'GGUF');
    await configure({ 'openelm.models.folder': folder });
    await untilOffered(3);
    const offered = await select();
    assert.deepEqual(offered.map(({ id }) => id).sort(), ['one', 'openelm-nano-q8_0', 'two']);
    const limit = (id: string): number => offered.find((one) => one.id === id)?.maxInputTokens ?? 0;
    assert.ok(
      limit('one') > 0 && limit('one') === limit('two') && limit('one') !== limit('openelm-nano-q8_0'),
    );
    // Random weights write nothing that can be foreseen, but a grammar makes a call of it.
    const options = { tools: [SET_LEVEL], toolMode: vscode.LanguageModelChatToolMode.Required };
    for (const id of ['one', 'two']) {
      const { parts, error } = await ask({ messages: [user('Louder!')], options, id });
      assert.ok(parts[0] instanceof vscode.LanguageModelToolCallPart, JSON.stringify([id, error]));
    }
    const { parts } = await ask({ messages: [user('Why?')], id: 'openelm-nano-q8_0' });
    assert.ok(textOf({ parts }) !== '');
    await configure({ 'openelm.models.folder': undefined });
    await untilOffered(1);
    rmSync(folder, { recursive: true });
  });

  it('is offered nothing while VS Code’s AI features are switched off, and the panel stays', async () => {
    await untilOffered(1);
    await configure({ 'chat.disableAIFeatures': true });
    await untilOffered(0);
    await vscode.commands.executeCommand('openelm.openChat');
    assert.ok((await vscode.commands.getCommands(true)).includes('openelm.explainSelection'));
    await configure({ 'chat.disableAIFeatures': false });
    await untilOffered(1);
  });
});
