import assert from 'node:assert/strict';
import { infillFor, infillOf, SteadyEngine } from '../../../tools/support/steadyEngine.ts';
import { ScriptedEngine } from '../../support/scriptedEngine.ts';

describe('SteadyEngine', () => {
  it('holds the speeds still that shape a prompt', async () => {
    const slow = new ScriptedEngine();
    slow.model = { ...slow.model, prefillSpeed: 1, decodeSpeed: 1 };
    assert.deepEqual(
      await new SteadyEngine(slow).profile(),
      await new SteadyEngine(new ScriptedEngine()).profile(),
    );
  });

  it('asks as it is told, or as suits the model', async () => {
    const profiles = [undefined, 'suffixFirst'].map((word) =>
      new SteadyEngine(new ScriptedEngine(), infillOf(word)).profile(),
    );
    const styles = (await Promise.all(profiles)).map(({ fillInTheMiddle }) => fillInTheMiddle);
    assert.deepEqual(styles, ['no', 'suffixFirst']);
    assert.throws(() => infillOf('middle'), /--infill: there are no, prefixFirst, suffixFirst/u);
  });

  it('asks as the model was taught where the variant is about that, whatever it is told', () => {
    const nano = { name: 'OpenELM Nano 48M', fillInTheMiddle: true };
    assert.equal(infillFor({ asTaught: true }, 'no', nano), 'suffixFirst');
    assert.equal(infillFor({}, 'prefixFirst', nano), 'prefixFirst');
    assert.equal(infillFor({ asTaught: true }, undefined, { ...nano, fillInTheMiddle: false }), undefined);
  });

  it('counts only what was read, however much the engine wrote before it heard of the stop', async () => {
    const engine = new ScriptedEngine();
    const abort = new AbortController();
    let text = '';
    const generation = new SteadyEngine(engine).generate(
      { documentId: 'a', prompt: { kind: 'plain', text: '' }, maxTokens: 8, healsTokens: false },
      abort.signal,
      (piece) => {
        text += piece.text;
      },
    );
    const [driven] = engine.generations;
    driven?.write('a');
    abort.abort();
    driven?.write('b');
    const { generatedTokens } = await generation;
    assert.deepEqual([text, generatedTokens], ['a', 1]);
  });
});
