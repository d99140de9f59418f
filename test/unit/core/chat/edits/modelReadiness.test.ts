import assert from 'node:assert/strict';
import { modelReadiness } from '../../../../../src/core/chat/edits/modelReadiness.ts';
import { codeItem } from '../../../../support/chatTurns.ts';
import { ScriptedChat } from '../../../../support/scriptedChat.ts';

describe('modelReadiness', () => {
  it('has no word against a model that talks', async () => {
    assert.equal(await modelReadiness(new ScriptedChat(), 'Change it', [codeItem('a')]), undefined);
  });

  it('names the model that was never trained for the question', async () => {
    const engine = new ScriptedChat();
    engine.talking = { ...engine.talking, name: 'OpenELM Nano' };
    assert.deepEqual(await modelReadiness(engine, 'Change it', [codeItem('a')]), {
      kind: 'tooSmall',
      model: 'OpenELM Nano',
      skill: 'oneSentence',
    });
    assert.equal(await modelReadiness(engine, '/docs', [codeItem('a')]), undefined);
  });

  it('says why no model could be loaded', async () => {
    const engine = new ScriptedChat();
    engine.failure = { kind: 'failed', message: 'No memory.' };
    assert.deepEqual(await modelReadiness(engine, '/docs', []), { kind: 'failed', message: 'No memory.' });
  });
});
