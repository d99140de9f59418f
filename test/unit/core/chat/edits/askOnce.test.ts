import assert from 'node:assert/strict';
import { askOnce, type OneQuestion, type Reply } from '../../../../../src/core/chat/edits/askOnce.ts';
import { codeItem } from '../../../../support/chatTurns.ts';
import { printed, ScriptedChat, type DrivenAnswer } from '../../../../support/scriptedChat.ts';
import { settle } from '../../../../support/scriptedEngine.ts';

const words = (count: number): string => Array.from({ length: count }, (_, index) => `w${index}`).join('\n');

describe('askOnce', () => {
  let engine: ScriptedChat;
  let stop: AbortController;
  let texts: string[];
  let started: number;
  beforeEach(() => {
    engine = new ScriptedChat();
    stop = new AbortController();
    texts = [];
    started = 0;
  });

  const FIX = { id: '1', question: '/fix', context: [codeItem('let a;')], preferredFormat: undefined };
  const ask = (question: Partial<OneQuestion> = {}): Promise<Reply> =>
    askOnce(engine, { ...FIX, ...question }, stop.signal, {
      onStart: () => {
        started++;
      },
      onText: (text) => void texts.push(text),
    });
  const running = async (): Promise<DrivenAnswer> => {
    await settle();
    const answer = engine.answers.at(-1);
    assert.ok(answer !== undefined, 'nothing was asked');
    return answer;
  };

  it('streams the text so far and says how the answer ended', async () => {
    const reply = ask();
    const answer = await running();
    answer.write('let ');
    answer.write('b;');
    answer.end('limit');
    assert.deepEqual(await reply, {
      kind: 'answered',
      text: 'let b;',
      isCut: true,
      isRepeating: false,
      cuts: [],
      skill: 'conversation',
    });
    assert.deepEqual(texts, ['let ', 'let b;']);
  });

  it('reads the question with its context, and gives rewritten code as much room as it has itself', async () => {
    void ask({ context: [codeItem(words(120))], replacesFirst: true });
    const { request } = await running();
    assert.match(printed(request.pieces), /w119\n```\n\nFix the problems/u);
    assert.ok(request.maxTokens >= 120, String(request.maxTokens));
  });

  it('cuts an answer that was to be short', async () => {
    void ask({ maxAnswerTokens: 7 });
    assert.equal((await running()).request.maxTokens, 7);
  });

  it('reads no longer than it may of what nobody has chosen, and never less than is worth asking about', async () => {
    engine.talking = { ...engine.talking, contextTokens: 10_000, readingSpeed: 200 };
    const context = [codeItem(words(9000))];
    const read = async (question: Partial<OneQuestion>): Promise<number> => {
      void ask({ context, ...question });
      const [tokens = 0] = await engine.countTokens([printed((await running()).request.pieces)]);
      return tokens;
    };
    assert.ok((await read({})) > 7000);
    const some = await read({ maxReadingSeconds: 20 });
    assert.ok(some < 4000 && some > 2500, String(some));
    const few = await read({ maxReadingSeconds: 1 });
    assert.ok(few < 2048 && few > 1000, String(few));
  });

  it('asks nothing of a model that was never trained for it, and starts nothing', async () => {
    engine.talking = { ...engine.talking, name: 'OpenELM Nano 5M' };
    assert.deepEqual(await ask(), { kind: 'tooSmall', skill: 'none', model: 'OpenELM Nano 5M' });
    assert.deepEqual([engine.answers.length, started], [0, 0]);
  });

  it('lets the one-sentence model document code, and nothing that needs more', async () => {
    engine.talking = { ...engine.talking, name: 'OpenELM Nano' };
    assert.equal((await ask({ question: '/fix' })).kind, 'tooSmall');
    void ask({ question: '/docs', replacesFirst: true });
    assert.match(printed((await running()).request.pieces), /Write a documentation comment/u);
  });

  it('stops a model that repeats itself and tells so; what it repeated is there once', async () => {
    const reply = ask();
    const answer = await running();
    answer.write('let b;\n');
    for (let count = 0; count < 20; count++) {
      answer.write('The code is correct and does what it says.\n');
    }
    const { isCut, isRepeating, text } = (await reply) as Extract<Reply, { kind: 'answered' }>;
    assert.deepEqual([isCut, isRepeating], [true, true]);
    assert.equal(text, 'let b;\nThe code is correct and does what it says.');
    assert.equal(texts.at(-1), text);
  });

  it('asks in the way that the user prefers, and judges by it what the model can do', async () => {
    engine.talking = { ...engine.talking, name: 'OpenELM Nano' };
    void ask({ question: '/fix', preferredFormat: 'questionAndAnswer', replacesFirst: true });
    assert.match(printed((await running()).request.pieces), /^Question: The selected code[^]*\nAnswer:$/u);
    void ask({ question: '/docs', preferredFormat: 'template' });
    assert.match(printed((await running()).request.pieces), /^<\|user\|>/u);
  });

  it('does not let code be replaced that the model could not read whole', async () => {
    const reply = await ask({ context: [codeItem(words(300))], replacesFirst: true });
    assert.ok(reply.kind === 'codeTooLong', reply.kind);
    assert.ok(reply.lines > 50 && reply.lines < 300, String(reply.lines));
    assert.equal(engine.answers.length, 0);
  });

  it('says how much of 10,000 lines would fit without counting their tokens', async () => {
    let counted = 0;
    const count = engine.countTokens.bind(engine);
    engine.countTokens = (all) => {
      counted += all.reduce((sum, { length }) => sum + length, 0);
      return count(all);
    };
    const long = Array.from({ length: 10_000 }, (_, line) => `const value${line} = compute(${line});`).join(
      '\n',
    );
    const reply = await ask({ context: [codeItem(long)], replacesFirst: true });
    assert.ok(reply.kind === 'codeTooLong' && reply.lines < 200, JSON.stringify(reply));
    assert.ok(counted < long.length, `${counted} characters were counted`);
  });

  it('shortens context that is not replaced and tells what was cut', async () => {
    const reply = ask({ question: '/explain', context: [codeItem(words(900))] });
    const answer = await running();
    answer.end();
    const { kind, cuts } = (await reply) as Extract<Reply, { kind: 'answered' }>;
    assert.deepEqual([kind, cuts.map((cut) => cut.kind)], ['answered', ['itemShortened']]);
  });

  it('asks anew with less context where there is no memory for all of it, and begins only once', async () => {
    const reply = ask({ question: '/explain', context: [codeItem(words(200), { label: 'long.ts' })] });
    (await running()).refuseContext(200);
    const answer = await running();
    assert.equal(engine.answers.length, 2);
    answer.write('Words.');
    answer.end();
    const answered = await reply;
    assert.ok(answered.kind === 'answered');
    assert.deepEqual(
      answered.cuts.map(({ kind }) => kind),
      ['itemShortened'],
    );
    assert.deepEqual([started, texts], [1, ['Words.']]);
  });

  it('lets no code be replaced that can’t be read whole in the context that there is', async () => {
    const reply = ask({ context: [codeItem(words(120))], replacesFirst: true });
    (await running()).refuseContext(100);
    assert.equal((await reply).kind, 'codeTooLong');
  });

  it('fails when there is less memory every time', async () => {
    const reply = ask();
    for (const tokens of [300, 200, 150]) {
      (await running()).refuseContext(tokens);
    }
    assert.deepEqual(await reply, { kind: 'failed', message: 'No memory.' });
  });

  it('stops at once while the model loads, while it writes, and when its start calls it off', async () => {
    engine.model = () => new Promise(() => undefined);
    const loading = ask();
    stop.abort();
    assert.deepEqual(await loading, { kind: 'stopped' });

    engine = new ScriptedChat();
    stop = new AbortController();
    const writing = ask();
    (await running()).write('let');
    stop.abort();
    assert.deepEqual(await writing, { kind: 'stopped' });

    stop = new AbortController();
    const calledOff = askOnce(engine, { ...FIX, id: '2' }, stop.signal, {
      onStart: () => {
        stop.abort();
      },
    });
    assert.deepEqual([await calledOff, engine.answers.length], [{ kind: 'stopped' }, 1]);
  });

  it('says that the engine was killed in the middle of the answer, and that its model file is gone', async () => {
    const reply = ask();
    const answer = await running();
    answer.write('let');
    answer.fail({ kind: 'interrupted', reason: 'engineEnded' });
    assert.deepEqual(await reply, { kind: 'interrupted', reason: 'engineEnded' });
    engine.failure = { kind: 'failed', message: 'There is no file at /m.gguf.' };
    assert.deepEqual(await ask(), { kind: 'failed', message: 'There is no file at /m.gguf.' });
  });
});
