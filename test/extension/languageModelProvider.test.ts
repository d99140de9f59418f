import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { type FormatId } from '../../src/core/chat/formats/promptFormat.ts';
import { readChatTemplate } from '../../src/models/chatTemplate.ts';
import { LanguageModelProvider } from '../../src/provider/languageModelProvider.ts';
import { ZEPHYR } from '../support/chatTemplates.ts';
import { printed, ScriptedChat, type DrivenAnswer } from '../support/scriptedChat.ts';
import { TAGGED_TOOLS, TOOLS_AS_XML } from '../support/toolTemplates.ts';

describe('the provider of language models', () => {
  const message = {
    role: vscode.LanguageModelChatMessageRole.User,
    name: undefined,
    content: [new vscode.LanguageModelTextPart('Why?')],
  };
  const tools = [{ name: 'do_it', description: 'Does it.' }];
  let engine: ScriptedChat;
  let format: FormatId | undefined;
  let parts: vscode.LanguageModelResponsePart[];
  let provider: LanguageModelProvider;
  beforeEach(() => {
    engine = new ScriptedChat();
    engine.talking = { ...engine.talking, renderTemplate: readChatTemplate(TAGGED_TOOLS) };
    format = undefined;
    parts = [];
    provider = new LanguageModelProvider(
      {
        all: () => Promise.resolve([{ ...engine.talking, id: 'm', quantisation: 'Q8_0', engine }]),
        isWithheld: () => false,
        onDidChange: new vscode.EventEmitter<void>().event,
      },
      { preferredFormat: () => format, describeTooLong: (tokens, budget) => `${tokens} > ${budget}` },
    );
  });

  const ask = async (
    options: Partial<vscode.ProvideLanguageModelChatResponseOptions> = {},
  ): Promise<{ answer: DrivenAnswer; done: Promise<void> }> => {
    const [information] = await provider.provideLanguageModelChatInformation();
    assert.ok(information);
    const next = engine.nextAnswer();
    const done = provider.provideLanguageModelChatResponse(
      information,
      [message],
      options as vscode.ProvideLanguageModelChatResponseOptions,
      { report: (part) => void parts.push(part) },
      new vscode.CancellationTokenSource().token,
    );
    return { answer: await next, done };
  };
  const texts = (): string =>
    parts.map((part) => (part instanceof vscode.LanguageModelTextPart ? part.value : '')).join('');

  it('asks a model in its own way, or in the one that the user prefers', async () => {
    const own = await ask();
    assert.doesNotMatch(printed(own.answer.request.pieces), /^Question:/u);
    format = 'questionAndAnswer';
    const preferred = await ask();
    assert.equal(printed(preferred.answer.request.pieces), 'Question: Why?\nAnswer:');
    assert.deepEqual(preferred.answer.request.stop, ['\nQuestion:']);
    preferred.answer.write(' So.');
    for (const { answer, done } of [own, preferred]) {
      answer.end();
      await done;
    }
    assert.equal(texts(), ' So.');
  });

  it('ends an answer that repeats itself after the first repetition, as one that is complete', async () => {
    const { answer, done } = await ask();
    const line = 'It adds two numbers, and it returns the sum of them.\n';
    answer.write('Well:\n');
    for (let count = 0; count < 20; count++) {
      answer.write(line);
    }
    await done;
    assert.equal(answer.signal.aborted, true);
    assert.equal(texts().trimEnd(), `Well:\n${line}${line}`.trimEnd());
  });

  it('counts what a message costs in the way in which it will be asked', async () => {
    const [information] = await provider.provideLanguageModelChatInformation();
    assert.ok(information);
    const own = await provider.provideTokenCount(information, message);
    format = 'questionAndAnswer';
    assert.notEqual(await provider.provideTokenCount(information, message), own);
  });

  it('offers tools by the template that is meant for them, and all else by the other', async () => {
    engine.talking = {
      ...engine.talking,
      renderTemplate: readChatTemplate(ZEPHYR),
      renderToolTemplate: readChatTemplate(TAGGED_TOOLS),
    };
    const withTools = await ask({ tools });
    const without = await ask();
    for (const { answer, done } of [withTools, without]) {
      answer.end();
      await done;
    }
    assert.match(printed(withTools.answer.request.pieces), /^<\|im_start\|>system\nYou may call/u);
    assert.match(printed(without.answer.request.pieces), /<\|user\|>\nWhy\?/u);
  });

  it('looks for tools in the other template where the one for them can’t be used', async () => {
    engine.talking = { ...engine.talking, renderToolTemplate: readChatTemplate(TOOLS_AS_XML) };
    const { answer, done } = await ask({ tools });
    answer.end();
    await done;
    assert.match(printed(answer.request.pieces), /^<\|im_start\|>system\nYou may call/u);
    assert.deepEqual(answer.request.stop, ['<tool_call>']);
  });

  it('offers tools by the model’s own template, whatever way the user prefers', async () => {
    format = 'questionAndAnswer';
    const [information] = await provider.provideLanguageModelChatInformation();
    assert.equal(information?.capabilities.toolCalling, true);
    const { answer, done } = await ask({ tools, toolMode: vscode.LanguageModelChatToolMode.Required });
    assert.doesNotMatch(printed(answer.request.pieces), /^Question:/u);
    answer.write('{"name": "do_it", "arguments": {}}');
    answer.end();
    await done;
    assert.ok(parts[0] instanceof vscode.LanguageModelToolCallPart);
  });
});
