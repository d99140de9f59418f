import assert from 'node:assert/strict';
import { type CompletionRequest, type TextPiece } from '../../../../src/core/completion/completionEngine.ts';
import { RememberingEngine } from '../../../../src/core/replay/rememberingEngine.ts';
import { type DocumentContext } from '../../../../src/core/completion/documentContext.ts';
import { SteadyEngine } from '../../../../tools/support/steadyEngine.ts';
import { at } from '../../../support/cursor.ts';
import { ScriptedEngine } from '../../../support/scriptedEngine.ts';

const REQUEST: CompletionRequest = {
  documentId: 'a',
  prompt: { kind: 'plain', text: 'const ' },
  maxTokens: 8,
  healsTokens: false,
};

/** Reads an answer, up to a number of pieces. */
async function read(engine: RememberingEngine, most = Infinity): Promise<{ text: string; tokens: number }> {
  const abort = new AbortController();
  const pieces: TextPiece[] = [];
  const cost = await engine.generate(REQUEST, abort.signal, (piece) => {
    pieces.push(piece);
    if (pieces.length >= most) {
      abort.abort();
    }
  });
  return { text: pieces.map(({ text }) => text).join(''), tokens: cost.generatedTokens };
}

/** Writes `pieces` for every generation, one after the other. */
function scripted(...pieces: string[]): ScriptedEngine {
  const engine = new ScriptedEngine();
  const generate = engine.generate.bind(engine);
  engine.generate = async (request, signal, onText) => {
    const cost = generate(request, signal, onText);
    const generation = engine.generations.at(-1);
    for (const piece of pieces) {
      generation?.write(piece);
    }
    generation?.end();
    return { ...(await cost), isAborted: signal.aborted };
  };
  return engine;
}

describe('RememberingEngine', () => {
  it('asks for the profile of a document once: measurements that move would make other prompts', async () => {
    const engine = new ScriptedEngine('');
    const remembering = new RememberingEngine(engine);
    const document = (documentId: string): DocumentContext => ({ ...at('a█'), documentId });
    const speedAt = async (documentId: string): Promise<number> =>
      (await remembering.profile(document(documentId))).prefillSpeed;
    const first = await speedAt('a');
    engine.model = { ...engine.model, prefillSpeed: first * 2 };
    assert.deepEqual([await speedAt('a'), await speedAt('b')], [first, first * 2]);
    assert.equal((await remembering.profile()).prefillSpeed, first * 2);
  });

  it('asks the same thing once', async () => {
    const engine = scripted('a', 'b', 'c');
    const remembering = new RememberingEngine(new SteadyEngine(engine));
    assert.deepEqual(await read(remembering), { text: 'abc', tokens: 3 });
    assert.deepEqual(await read(remembering), { text: 'abc', tokens: 3 });
    assert.equal(engine.generations.length, 1);
  });

  it('counts only what was read, however much the engine wrote before it heard of the stop', async () => {
    const remembering = new RememberingEngine(new SteadyEngine(scripted('a', 'b', 'c')));
    assert.deepEqual(await read(remembering, 1), { text: 'a', tokens: 1 });
  });

  it('asks again where somebody reads further than the first reader', async () => {
    const engine = scripted('a', 'b', 'c');
    const remembering = new RememberingEngine(new SteadyEngine(engine));
    await read(remembering, 2);
    assert.deepEqual(await read(remembering, 1), { text: 'a', tokens: 1 });
    assert.equal(engine.generations.length, 1);
    assert.deepEqual(await read(remembering), { text: 'abc', tokens: 3 });
    assert.equal(engine.generations.length, 2);
  });

  it('goes on from what was said before, should the engine now say it otherwise', async () => {
    const engine = scripted('a', 'b', 'c');
    const remembering = new RememberingEngine(new SteadyEngine(engine));
    await read(remembering, 1);
    const other = scripted('x', 'y', 'z');
    engine.generate = (...request) => other.generate(...request);
    assert.deepEqual(await read(remembering), { text: 'ayz', tokens: 3 });
    assert.deepEqual(await read(remembering, 1), { text: 'a', tokens: 1 });
  });
});
