import assert from 'node:assert/strict';
import { modelReadiness } from '../../../../../src/core/chat/edits/modelReadiness.ts';
import { codeItem } from '../../../../support/chatTurns.ts';
import { ScriptedChat } from '../../../../support/scriptedChat.ts';

describe('modelReadiness', () => {
  const asked = (question: string): Parameters<typeof modelReadiness>[1] => ({
    question,
    context: [codeItem('a')],
    preferredFormat: undefined,
  });

  it('has no word against a model that talks', async () => {
    assert.equal(await modelReadiness(new ScriptedChat(), asked('Change it')), undefined);
  });

  it('names the model that was never trained for the question', async () => {
    const engine = new ScriptedChat();
    engine.talking = { ...engine.talking, name: 'OpenELM Nano' };
    assert.deepEqual(await modelReadiness(engine, asked('Change it')), {
      kind: 'tooSmall',
      model: 'OpenELM Nano',
      skill: 'oneSentence',
    });
    assert.equal(await modelReadiness(engine, asked('/docs')), undefined);
  });

  it('judges by the way in which the user wants the model to be asked', async () => {
    const engine = new ScriptedChat();
    engine.talking = { ...engine.talking, name: 'OpenELM Nano' };
    const asQuestion = { ...asked('Change it'), preferredFormat: 'questionAndAnswer' } as const;
    assert.equal(await modelReadiness(engine, asQuestion), undefined);
  });

  it('says why no model could be loaded', async () => {
    const engine = new ScriptedChat();
    engine.failure = { kind: 'failed', message: 'No memory.' };
    assert.deepEqual(await modelReadiness(engine, asked('/docs')), { kind: 'failed', message: 'No memory.' });
  });
});
