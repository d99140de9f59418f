import assert from 'node:assert/strict';
import { ChatFailure } from '../../../../../src/core/chat/chatEngine.ts';
import {
  generateWatched,
  type WatchedResult,
} from '../../../../../src/core/chat/repetition/generateWatched.ts';
import { ScriptedChat, type DrivenAnswer } from '../../../../support/scriptedChat.ts';

const LINE = 'It adds two numbers and returns their sum.\n';
const REQUEST = {
  conversationId: 'c',
  pieces: [],
  maxTokens: 100,
  stop: [],
  temperature: 0,
  repetitionPenalty: 1,
};

/** A watched generation, and what its listener has been given. */
class Watched {
  readonly abort = new AbortController();
  readonly texts: string[] = [];
  readonly cuts: string[] = [];
  tokens = 0;
  readonly end: Promise<WatchedResult>;
  readonly answer: DrivenAnswer;

  constructor({ textSoFar = '', canTakeBack = true } = {}) {
    const engine = new ScriptedChat();
    this.end = generateWatched(engine, { ...REQUEST, textSoFar }, this.abort.signal, {
      onText: ({ text, tokens }) => {
        this.texts.push(text);
        this.tokens += tokens;
      },
      ...(canTakeBack ? { onCut: (text: string) => void this.cuts.push(text) } : {}),
    });
    const [answer] = engine.answers;
    assert.ok(answer !== undefined);
    this.answer = answer;
  }

  repeat(count: number): void {
    for (let index = 0; index < count; index++) {
      this.answer.write(LINE);
    }
  }
}

describe('a watched generation', () => {
  it('passes everything on as it comes', async () => {
    const watched = new Watched();
    watched.answer.write('It ');
    watched.answer.write('adds.');
    watched.answer.end('limit');
    assert.equal((await watched.end).endedBy, 'limit');
    assert.deepEqual([watched.texts, watched.tokens, watched.cuts], [['It ', 'adds.'], 2, []]);
  });

  it('is stopped when the model repeats itself, and gives the text anew with that once', async () => {
    const watched = new Watched();
    watched.answer.write('Well.\n');
    watched.repeat(20);
    assert.equal((await watched.end).endedBy, 'repetition');
    assert.deepEqual(watched.cuts, [`Well.\n${LINE.trimEnd()}`]);
    assert.ok(watched.tokens < 10, `${watched.tokens} tokens`);
  });

  it('gives nothing after it was stopped', async () => {
    const watched = new Watched();
    watched.repeat(20);
    const { length } = watched.texts;
    watched.answer.write('late');
    await watched.end;
    assert.equal(watched.texts.length, length);
  });

  it('gives a listener that can’t take back no more than one repetition', async () => {
    const watched = new Watched({ canTakeBack: false });
    watched.answer.write('Well:\n');
    watched.repeat(20);
    assert.equal((await watched.end).endedBy, 'repetition');
    assert.ok(watched.texts.join('').startsWith(`Well:\n${LINE}`));
    assert.ok(watched.texts.join('').length <= `Well:\n${LINE}${LINE}`.length + 6, watched.texts.join(''));
  });

  it('gives such a listener all of a text that was no loop after all, and all of its tokens', async () => {
    const watched = new Watched({ canTakeBack: false });
    watched.repeat(4);
    watched.answer.write('That is all.');
    watched.answer.end();
    assert.equal((await watched.end).endedBy, 'model');
    assert.deepEqual([watched.texts.join(''), watched.tokens], [`${LINE.repeat(4)}That is all.`, 5]);
  });

  it('gives what was held when the answer ends', async () => {
    const watched = new Watched({ canTakeBack: false });
    watched.repeat(4);
    watched.answer.end();
    await watched.end;
    assert.equal(watched.texts.join(''), LINE.repeat(4));
  });

  it('counts what an answer that goes on has said already', async () => {
    const watched = new Watched({ textSoFar: `Well.\n${LINE.repeat(3)}` });
    watched.repeat(3);
    assert.equal((await watched.end).endedBy, 'repetition');
    assert.deepEqual(watched.cuts, [`Well.\n${LINE.trimEnd()}`]);
  });

  it('is aborted by whoever asked, and gives nothing then', async () => {
    const watched = new Watched();
    watched.answer.write('It');
    watched.abort.abort();
    watched.answer.write(' adds.');
    assert.equal((await watched.end).endedBy, 'aborted');
    assert.deepEqual(watched.texts, ['It']);
  });

  it('fails as the engine does', async () => {
    const watched = new Watched();
    watched.answer.fail({ kind: 'interrupted', reason: 'engineEnded' });
    await assert.rejects(watched.end, ChatFailure);
  });

  it('tears no emoji into two', async () => {
    const watched = new Watched();
    watched.answer.write(`Done 🨀${'😀'.repeat(1000)}`);
    await watched.end;
    assert.doesNotMatch(watched.cuts[0] ?? '\uD800', /\p{Surrogate}/u);
  });
});
