import assert from 'node:assert/strict';
import { type AskedModel } from '../../../../src/core/completion/askedModel.ts';
import { CompletionService } from '../../../../src/core/completion/completionService.ts';
import { explainAnswer } from '../../../../src/core/completion/explainAnswer.ts';
import { type DocumentContext } from '../../../../src/core/completion/documentContext.ts';
import { typedAt } from '../../../support/completionQuery.ts';
import { at, lines } from '../../../support/cursor.ts';
import { HandClock, ScriptedEngine } from '../../../support/scriptedEngine.ts';

const asked = (document: DocumentContext, written: string): AskedModel => ({
  documentId: document.documentId,
  document,
  startedAt: 0,
  threshold: 0,
  prompt: { kind: 'plain', text: document.prefix },
  maxTokens: 8,
  healsTokens: true,
  budgetTokens: 100,
  neighbourRoom: 0,
  copiedPaths: [],
  neighbours: [],
  written,
  sure: {
    text: written,
    confidence: 1,
    meanProbability: 1,
    isWhole: true,
    isTooLittle: false,
    expected: written,
  },
});

describe('explainAnswer', () => {
  it('names what changed the text, in order, and nothing that did not', () => {
    const document = at('const sum = █;\n');
    assert.deepEqual(explainAnswer(asked(document, ' first(a)) \nnext'), false), [
      { name: 'trimDoubledSpace', result: { kind: 'keep', text: 'first(a)) \nnext' } },
      { name: 'cutShape', result: { kind: 'keep', text: 'first(a)) ' } },
      { name: 'trimEnd', result: { kind: 'keep', text: 'first(a))' } },
      { name: 'cutUnbalancedClosers', result: { kind: 'keep', text: 'first(a)' } },
    ]);
    assert.deepEqual(explainAnswer(asked(document, 'first'), false), []);
  });

  it('ends with the filter that left nothing', () => {
    const document = at(lines('run();', '█', 'stop();'));
    const steps = explainAnswer(asked(document, '{ a,'), false);
    assert.deepEqual(steps.at(-1), {
      name: 'cutUnclosedOpeners',
      result: { kind: 'drop', reason: 'leavesOpen' },
    });
  });

  it('begins with the line that the limit cut off', () => {
    const document = at('function f() {█');
    const written = lines('', '  run();', '  sto');
    assert.deepEqual(explainAnswer(asked(document, written), true)[0], {
      name: 'wholeLines',
      result: { kind: 'keep', text: lines('', '  run();') },
    });
  });

  it('comes to what the pipeline showed', async () => {
    const service = new CompletionService(new ScriptedEngine(' first(a)) \nnext'), new HandClock());
    const query = typedAt(at('const sum = █;\n'));
    const outcome = await service.complete(query, new AbortController().signal);
    assert.ok(outcome.kind === 'suggestion' && outcome.asked !== undefined);
    assert.equal(outcome.asked.prompt.kind, 'plain');
    const [last] = explainAnswer(outcome.asked, false).slice(-1);
    assert.deepEqual(last?.result, { kind: 'keep', text: outcome.text });
  });

  it('goes with how long was waited before the model was asked, where it was', async () => {
    const clock = new HandClock();
    const service = new CompletionService(new ScriptedEngine('x;'), clock);
    const never = new AbortController().signal;
    const asked = service.complete(typedAt(at('const a = █'), { debounceMs: 100 }), never);
    await clock.advance(100);
    assert.equal((await asked).waitedMs, 100);
    assert.equal((await service.complete(typedAt(at('con█st')), never)).waitedMs, undefined);
  });
});
