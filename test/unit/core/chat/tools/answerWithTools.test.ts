import assert from 'node:assert/strict';
import {
  answerWithTools,
  type ToolAnswerEnd,
  type ToolRequest,
} from '../../../../../src/core/chat/tools/answerWithTools.ts';
import { type ReadCall } from '../../../../../src/core/chat/tools/callReader.ts';
import { toolFormat } from '../../../../../src/core/chat/tools/toolTemplate.ts';
import { readChatTemplate } from '../../../../../src/models/chatTemplate.ts';
import { printed, ScriptedChat, type DrivenAnswer } from '../../../../support/scriptedChat.ts';
import { settle } from '../../../../support/scriptedEngine.ts';
import { BARE_TOOLS, TAGGED_TOOLS } from '../../../../support/toolTemplates.ts';

const CALL = '{"name": "t", "arguments": {"a": "}{"}}';

/** An answer under way, and what it has shown. */
class Asked {
  readonly engine = new ScriptedChat();
  readonly texts: string[] = [];
  readonly calls: ReadCall[] = [];
  readonly end: Promise<ToolAnswerEnd>;
  readonly abort = new AbortController();

  constructor(source: string, request: Partial<ToolRequest> = {}) {
    const render = readChatTemplate(source);
    const format = render === undefined ? undefined : toolFormat(render);
    assert.ok(format !== undefined);
    this.end = answerWithTools(
      this.engine,
      {
        conversationId: 'c',
        format,
        messages: [{ role: 'user', text: 'Do it.' }],
        tools: [{ name: 't', description: '', inputSchema: {} }],
        mode: 'auto',
        answerTokens: 100,
        ...request,
      },
      this.abort.signal,
      {
        onText: (text) => void this.texts.push(text),
        onCall: (call) => void this.calls.push(call),
      },
    );
  }

  /** The generation of that number, once it has begun. */
  async generation(index: number): Promise<DrivenAnswer> {
    await settle();
    const answer = this.engine.answers[index];
    assert.ok(answer !== undefined);
    return answer;
  }
}

describe('an answer with tools', () => {
  it('is text where the model calls none', async () => {
    const asked = new Asked(TAGGED_TOOLS);
    const text = await asked.generation(0);
    assert.deepEqual([text.request.stop, text.request.grammar], [['<tool_call>'], undefined]);
    text.write('Hello');
    text.write(' you.');
    text.end();
    assert.equal(await asked.end, 'done');
    assert.deepEqual([asked.texts, asked.calls], [['Hello', ' you.'], []]);
  });

  it('ends where the model begins to repeat itself', async () => {
    const asked = new Asked(TAGGED_TOOLS);
    const text = await asked.generation(0);
    for (let count = 0; count < 20; count++) {
      text.write('I will look at the file and then call the tool. ');
    }
    assert.equal(await asked.end, 'cut');
    assert.equal(asked.texts.join('').split('I will').length, 3);
    assert.equal(asked.engine.answers.length, 1);
  });

  it('is text and then calls, written under a grammar from the tag on', async () => {
    const asked = new Asked(TAGGED_TOOLS);
    const text = await asked.generation(0);
    text.write('Let me see.\n');
    text.end('model', { atStopText: true });
    const calls = await asked.generation(1);
    assert.ok(printed(calls.request.pieces).endsWith('assistant\nLet me see.\n<tool_call>\n'));
    assert.ok(calls.request.grammar?.startsWith('root ::= '));
    assert.ok(calls.request.maxTokens < 100);
    calls.write(`${CALL}\n</tool_call>\n<tool_ca`);
    assert.deepEqual(
      asked.calls,
      [{ name: 't', input: { a: '}{' } }],
      'a call is reported when it is complete',
    );
    calls.write('ll>\n{"name": "t", "arguments": {"a": "\\"{\\\\"}}\n</tool_call>');
    calls.end();
    assert.equal(await asked.end, 'done');
    assert.deepEqual(asked.texts, ['Let me see.\n']);
    assert.deepEqual(asked.calls[1], { name: 't', input: { a: '"{\\' } });
  });

  it('is a call from its first word where one is required', async () => {
    const asked = new Asked(TAGGED_TOOLS, { mode: 'required' });
    const calls = await asked.generation(0);
    assert.ok(calls.request.grammar !== undefined);
    assert.ok(printed(calls.request.pieces).endsWith('assistant\n<tool_call>\n'));
    calls.write(CALL);
    calls.end();
    assert.equal(await asked.end, 'done');
    assert.equal(asked.calls.length, 1);
  });

  it('says when a call was cut, and reports none of it', async () => {
    const asked = new Asked(TAGGED_TOOLS, { mode: 'required' });
    const calls = await asked.generation(0);
    calls.write(`${CALL}\n${CALL.slice(0, -3)}`);
    calls.end('limit');
    assert.equal(await asked.end, 'cutInCall');
    assert.equal(asked.calls.length, 1);
  });

  it('holds the head of a call that is a whole answer, and writes it again under the grammar', async () => {
    const asked = new Asked(BARE_TOOLS);
    const text = await asked.generation(0);
    text.write('{');
    text.write('"name');
    assert.equal(text.signal.aborted, false);
    text.write('": "t');
    assert.equal(text.signal.aborted, true);
    text.write(' and more');
    const calls = await asked.generation(1);
    assert.ok(printed(calls.request.pieces).endsWith('assistant<|sep|>\n\n'));
    calls.write('{"name": "t", "parameters": {}}');
    calls.end();
    assert.equal(await asked.end, 'done');
    assert.deepEqual([asked.texts, asked.calls], [[], [{ name: 't', input: {} }]]);
  });

  it('shows what only begins like such a call', async () => {
    const asked = new Asked(BARE_TOOLS);
    const text = await asked.generation(0);
    text.write('{"na');
    assert.deepEqual(asked.texts, []);
    text.write('ture": 1}');
    text.write(' {"name": "t"}');
    text.end();
    assert.equal(await asked.end, 'done');
    assert.deepEqual(asked.texts, ['{"nature": 1}', ' {"name": "t"}']);
  });

  it('stops when it is cancelled, in text and in a call', async () => {
    for (const mode of ['auto', 'required'] as const) {
      const asked = new Asked(TAGGED_TOOLS, { mode });
      await asked.generation(0);
      asked.abort.abort();
      assert.equal(await asked.end, 'aborted');
    }
  });

  it('asks for nothing before it knows that every tool can be called', async () => {
    const tools = [{ name: 't', description: '', inputSchema: { not: {} } }];
    const asked = new Asked(TAGGED_TOOLS, { tools });
    await assert.rejects(asked.end, { name: 'UnsupportedSchema' });
    assert.equal(asked.engine.answers.length, 0);
  });
});
