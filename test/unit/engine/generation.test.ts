import assert from 'node:assert/strict';
import { type GenerationTools } from '../../../src/engine/worker/generation.ts';
import { PriorityLock } from '../../../src/engine/worker/priorityLock.ts';
import { params, run, tools } from '../../support/generations.ts';
import { type Script } from '../../support/scriptedModel.ts';

/** The text before each place where the model is asked what follows, while it is asked. */
async function evaluatedBy(using: GenerationTools): Promise<readonly string[]> {
  const sequence = await using.sequenceFor(1);
  const scripted = { ...sequence };
  const texts: string[] = [];
  let cache = '';
  const textOf = (tokens: readonly number[]): string => String.fromCharCode(...tokens);
  sequence.reuse = async (tokens) => {
    const length = await scripted.reuse(tokens);
    cache = textOf(tokens).slice(0, length);
    return length;
  };
  sequence.prefill = (tokens) => {
    cache += textOf(tokens);
    return scripted.prefill(tokens);
  };
  sequence.likely = (tokens, count) => {
    cache += textOf(tokens);
    texts.push(cache);
    return scripted.likely(tokens, count);
  };
  sequence.decode = (tokens, sampling) => {
    cache += textOf(tokens);
    texts.push(cache);
    return scripted.decode(tokens, sampling);
  };
  return texts;
}

describe('Generation', () => {
  it('streams the text and counts its tokens', async () => {
    const { result, chunks } = await run(await tools({ text: 'hello' }), params('abc'));
    assert.equal(result.text, 'hello');
    assert.equal(result.stopReason, 'endOfText');
    assert.deepEqual(
      chunks.map(({ text, tokens }) => [text, tokens]),
      ['h', 'e', 'l', 'l', 'o'].map((character) => [character, 1]),
    );
    assert.ok(chunks.every(({ logProbability }) => Math.abs(logProbability - Math.log(0.5)) < 1e-12));
  });

  it('reads the prompt and writes nothing where that is all that is asked, and the next one finds it read', async () => {
    const steps: string[] = [];
    const using = await tools({ text: 'hello', onStep: (kind) => void steps.push(kind) });
    const { result, chunks } = await run(using, params('abcdef', { onlyReads: true }));
    assert.deepEqual(
      [result.text, result.stopReason, result.promptTokens, result.generatedTokens, result.firstTokenMs],
      ['', 'maxTokens', 6, 0, null],
    );
    assert.deepEqual([chunks, [...new Set(steps)]], [[], ['prefill']]);
    const next = await run(using, params('abcdefg'));
    assert.deepEqual([next.result.text, next.result.reusedTokens], ['hello', 5]);
  });

  describe('with the word at its prompt’s end taken back', () => {
    const heals = { healsTokens: true };
    const likely = (...texts: string[]): { token: number; probability: number }[] =>
      texts.map((text, index) => ({ token: text.charCodeAt(0), probability: 0.5 ** (index + 1) }));

    it('sends what follows the cursor, and nothing of the text before it', async () => {
      const steps: [string, number][] = [];
      const script: Script = {
        text: 'de',
        likely: [likely('x', 'c', 'y')],
        onStep: (kind, tokens) => void steps.push([kind, tokens]),
      };
      const { result, chunks } = await run(await tools(script), params('a(c', heals));
      assert.equal(result.text, 'de');
      assert.equal(result.promptTokens, 3);
      // The token before the one taken back is read to know what may follow it.
      assert.deepEqual(steps[0], ['prefill', 1]);
      assert.deepEqual(
        chunks.map(({ text, tokens }) => [text, tokens]),
        [
          ['d', 2],
          ['e', 1],
        ],
      );
    });

    it('writes a word of several tokens anew, wherever it looked before', async () => {
      const using = await tools({ text: 'de', likely: [likely('b', 'x'), likely('x', 'c', 'd')] });
      const evaluated = await evaluatedBy(using);
      const { result, chunks } = await run(using, params('a(bc', heals));
      assert.equal(result.text, 'de');
      assert.deepEqual(
        chunks.map(({ text, tokens }) => [text, tokens]),
        [
          ['d', 3],
          ['e', 1],
        ],
      );
      assert.deepEqual(evaluated, ['a(', 'a(b', 'a(bc']);
    });

    it('looks once at what may follow where a word begins, whatever is typed of it', async () => {
      const using = await tools({ text: 'de', likely: [likely('b', 'x'), likely('c')] });
      const evaluated = await evaluatedBy(using);
      const first = await run(using, params('a(b', heals));
      const next = await run(using, params('a(bc', heals));
      assert.deepEqual([first.result.text, next.result.text], ['de', 'de']);
      assert.deepEqual(evaluated, ['a(', 'a(b', 'a(b', 'a(bc']);
      assert.equal(next.result.reusedTokens, 2);
    });

    it('remembers nothing that an abort cut short', async () => {
      const abort = new AbortController();
      const script: Script = {
        text: 'de',
        likely: [likely('b', 'x')],
        onStep: (kind) => {
          if (kind === 'prefill') {
            abort.abort();
          }
        },
      };
      const using = await tools(script);
      const { result } = await run(using, params('a(b', heals), abort.signal);
      assert.equal(result.stopReason, 'aborted');
      assert.equal(using.healing.looks.after(['a', '('].map((letter) => letter.charCodeAt(0))), undefined);
    });

    it('goes on from what stands there where the model thinks of nothing that begins so', async () => {
      const using = await tools({ text: 'de', likely: [likely('x')] });
      const evaluated = await evaluatedBy(using);
      const { result } = await run(using, params('a(bc', heals));
      assert.equal(result.text, 'de');
      assert.equal(result.generatedTokens, 2);
      assert.deepEqual(evaluated, ['a(', 'a(bc']);
    });

    it('takes back the token at the cursor where the suffix went first', async () => {
      const script: Script = {
        text: 'de',
        infill: { prefix: 1, suffix: 2, middle: 3 },
        likely: [likely('x', 'c', 'y')],
      };
      const prompt = {
        kind: 'fillInTheMiddle',
        order: 'suffixFirst',
        header: '',
        prefix: 'a(c',
        suffix: 'z',
      } as const;
      const { result } = await run(await tools(script), params('', { ...heals, prompt }));
      assert.deepEqual([result.text, result.generatedTokens], ['de', 3]);
    });

    it('takes nothing back of a prompt with a suffix at its end, of a chat, or where that is not asked for', async () => {
      const never: Script = { text: 'd', infill: { prefix: 1, suffix: 2, middle: 3 } };
      const infill = {
        kind: 'fillInTheMiddle',
        order: 'prefixFirst',
        header: '',
        prefix: 'abc',
        suffix: '',
      } as const;
      for (const what of [
        params('abc'),
        params('', { ...heals, prompt: infill }),
        params('', { ...heals, prompt: { kind: 'pieces', pieces: [{ text: 'abc' }] } }),
      ]) {
        const using = await tools(never);
        const sequence = await using.sequenceFor(1);
        sequence.likely = () => assert.fail('asked');
        assert.equal((await run(using, what)).result.text, 'd');
      }
    });
  });

  it('evaluates only what follows the common prefix', async () => {
    const using = await tools({ text: 'x' });
    await run(using, params('a'.repeat(100)));
    const { result } = await run(using, params(`${'a'.repeat(100)}bc`));
    assert.equal(result.promptTokens, 102);
    assert.equal(result.reusedTokens, 100);
  });

  it('stops between two chunks of the prefill when it is aborted', async () => {
    const abort = new AbortController();
    const chunks: number[] = [];
    const using = await tools({
      text: 'never written',
      onStep: (kind, tokens) => {
        assert.equal(kind, 'prefill');
        chunks.push(tokens);
        if (chunks.length === 2) {
          abort.abort();
        }
      },
    });
    const { result } = await run(using, params('a'.repeat(300)), abort.signal);
    assert.equal(result.stopReason, 'aborted');
    assert.equal(result.generatedTokens, 0);
    assert.equal(chunks.length, 2);
  });

  it('stops within one token of an abort, and gives what is there', async () => {
    const abort = new AbortController();
    let decoded = 0;
    const using = await tools({
      text: 'abcdefgh',
      onStep: (kind) => {
        if (kind === 'decode' && ++decoded === 3) {
          abort.abort();
        }
      },
    });
    const { result } = await run(using, params('x'), abort.signal);
    assert.deepEqual([result.text, result.stopReason], ['abc', 'aborted']);
  });

  it('ends before a stop text', async () => {
    const { result } = await run(await tools({ text: 'one\ntwo' }), params('x', { stop: ['\n'] }));
    assert.deepEqual([result.text, result.stopReason], ['one', 'stopText']);
  });

  it('ends before a control token that is a stop text', async () => {
    const script = { text: 'one|two', controls: { '<call>': '|'.charCodeAt(0) } };
    const { result } = await run(await tools(script), params('x', { stop: ['<call>'] }));
    assert.deepEqual([result.text, result.stopReason], ['one', 'stopText']);
  });

  it('ends at the limit', async () => {
    const { result } = await run(await tools({ text: 'abcdef' }), params('x', { maxTokens: 4 }));
    assert.deepEqual([result.text, result.stopReason], ['abcd', 'maxTokens']);
  });

  it('never lets prompt and answer pass the context', async () => {
    const { result } = await run(await tools({ text: 'y' }), params('a'.repeat(5000), { maxTokens: 100 }));
    assert.ok(result.promptTokens <= 300, `${result.promptTokens}`);
  });

  it('lets no other chat in before an answer is written, and forgets one that is called off while it waits', async () => {
    const order: string[] = [];
    const chats = new PriorityLock();
    const named = async (name: string): Promise<GenerationTools> => ({
      ...(await tools({ text: 'abc', onStep: () => void order.push(name) })),
      chats,
    });
    const abort = new AbortController();
    const first = run(await named('first'), params('q', { purpose: 'chat' }));
    const calledOff = run(await named('called off'), params('q', { purpose: 'chat' }), abort.signal);
    const second = run(await named('second'), params('q', { purpose: 'chat' }));
    abort.abort();
    const texts = (await Promise.all([first, calledOff, second])).map(({ result }) => result.text);
    assert.deepEqual(texts, ['abc', '', 'abc']);
    assert.deepEqual(order, [...Array<string>(3).fill('first'), ...Array<string>(3).fill('second')]);
  });

  it('lets a completion in between two tokens of a chat, and loses none', async () => {
    const order: string[] = [];
    const lock = new PriorityLock();
    const chat = { ...(await tools({ text: 'chatchat', onStep: () => void order.push('chat') })), lock };
    const completion = {
      ...(await tools({ text: 'done', onStep: () => void order.push('completion') })),
      lock,
    };
    const running = run(chat, params('q', { purpose: 'chat' }));
    await Promise.resolve();
    const [answer, suggestion] = await Promise.all([running, run(completion, params('x'))]);
    assert.equal(answer.result.text, 'chatchat');
    assert.equal(suggestion.result.text, 'done');
    const first = order.indexOf('completion');
    assert.deepEqual(order.slice(first, first + 4), Array(4).fill('completion'), order.join());
    assert.ok(first <= 2, order.join());
  });
});
