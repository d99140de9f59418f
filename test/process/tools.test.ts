import assert from 'node:assert/strict';
import { callGrammar } from '../../src/core/chat/tools/callGrammar.ts';
import { type JsonObject } from '../../src/core/json/jsonValue.ts';
import { EngineError } from '../../src/engine/engineError.ts';
import { type GenerateResult } from '../../src/engine/protocol.ts';
import { matchesGrammar } from '../support/gbnf.ts';
import { generate, processId, testEngine, type TestEngine } from '../support/engines.ts';

const SCHEMA: JsonObject = {
  properties: {
    mode: { enum: ['read', 'write "all"'] },
    count: { type: 'integer' },
    flags: { type: 'array', items: { type: 'boolean' }, maxItems: 3 },
    note: { type: ['null', 'boolean'] },
  },
  required: ['mode', 'flags'],
};
const GRAMMAR = callGrammar([{ name: 'open', description: '', inputSchema: SCHEMA }], {
  open: '',
  close: '',
  between: undefined,
  argumentsKey: 'arguments',
});

describe('a grammar on the real engine', () => {
  let engine: TestEngine;
  before(() => {
    engine = testEngine();
  });
  after(() => engine.supervisor.dispose());

  const write = (
    grammar: string,
    sampling: { temperature?: number; seed?: number } = {},
  ): Promise<GenerateResult> =>
    engine.supervisor.generate(
      {
        purpose: 'chat',
        group: 'tools',
        prompt: { kind: 'pieces', pieces: [{ text: 'function call: ' }] },
        maxTokens: 120,
        grammar,
        ...sampling,
      },
      new AbortController().signal,
      () => undefined,
    );

  it('lets the model write nothing else, however it is sampled', async () => {
    const texts = new Set<string>();
    for (let seed = 1; seed <= 20; seed++) {
      const { text, stopReason } = await write(GRAMMAR, seed === 1 ? {} : { seed, temperature: 1.5 });
      assert.equal(stopReason, 'endOfText', text);
      assert.ok(matchesGrammar(GRAMMAR, text), text);
      const { arguments: input } = JSON.parse(text) as { arguments: { mode: string; flags: unknown[] } };
      assert.ok(['read', 'write "all"'].includes(input.mode) && input.flags.length <= 3, text);
      texts.add(text);
    }
    assert.ok(texts.size > 3, [...texts].join('\n'));
  });

  it('holds while completions come in between', async () => {
    const alone = await write(GRAMMAR);
    const running = write(GRAMMAR);
    await Promise.all([1, 2, 3, 4].map((index) => generate(engine, { group: `file:///${index}.ts` })));
    assert.equal((await running).text, alone.text);
  });

  it('that can’t be read is refused, and the engine goes on', async () => {
    const pid = await processId(engine);
    await assert.rejects(write('root ::= nowhere'), (error) => {
      assert.ok(error instanceof EngineError);
      assert.equal(error.code, 'invalidParams');
      return true;
    });
    assert.ok((await generate(engine)).generatedTokens > 0);
    assert.equal(await processId(engine), pid);
  });
});
