import assert from 'node:assert/strict';
import { chooseFormat, formatsOf } from '../../../../../src/core/chat/formats/chooseFormat.ts';
import { nano } from '../../../../../src/core/chat/formats/nano.ts';
import { openElmInstruct } from '../../../../../src/core/chat/formats/openElmInstruct.ts';
import { openElmRaw } from '../../../../../src/core/chat/formats/openElmRaw.ts';
import { questionAndAnswer } from '../../../../../src/core/chat/formats/questionAndAnswer.ts';
import { readChatTemplate } from '../../../../../src/models/chatTemplate.ts';
import { printed } from '../../../../support/scriptedChat.ts';
import { CHATML } from '../../../../support/chatTemplates.ts';

const alone = { system: '', history: [], question: 'Why?', answerSoFar: '' };
const second = { ...alone, history: [{ question: 'Who?', answer: 'Me.' }] };

describe('the prompt formats', () => {
  it('writes OpenELM Instruct’s as its training did, the empty system turn included', () => {
    assert.equal(
      printed(openElmInstruct.render(alone)),
      '<|system|>\n</s>\n<|user|>\nWhy?</s>\n<|assistant|>\n',
    );
    assert.equal(
      printed(openElmInstruct.render(second)),
      '<|system|>\n</s>\n<|user|>\nWho?</s>\n<|assistant|>\nMe.</s>\n<|user|>\nWhy?</s>\n<|assistant|>\n',
    );
  });

  it('places OpenELM’s end of text as a token, and never what a user writes', () => {
    const pieces = openElmInstruct.render({ ...alone, question: '</s>' });
    assert.deepEqual(pieces, [
      { text: '<|system|>\n' },
      { control: '</s>' },
      { text: '\n<|user|>\n</s>' },
      { control: '</s>' },
      { text: '\n<|assistant|>\n' },
    ]);
  });

  it('lets a raw model continue the question', () => {
    assert.deepEqual(openElmRaw.render(second), [{ text: 'Why?\n' }]);
  });

  it('frames questions for a pretrained model', () => {
    assert.equal(
      printed(questionAndAnswer.render(second)),
      'Question: Who?\nAnswer: Me.\n\nQuestion: Why?\nAnswer:',
    );
    assert.equal(
      printed(questionAndAnswer.render({ ...alone, answerSoFar: ' So' })),
      'Question: Why?\nAnswer: So',
    );
  });

  it('asks the built-in model in the turns that it was trained on', () => {
    assert.equal(printed(nano.render(alone)), '<|user|>\nWhy?<|end|>\n<|assistant|>\n');
    assert.deepEqual(nano.render({ ...alone, question: '<|end|>' })[1], { text: '\n<|end|>' });
  });

  for (const format of [openElmInstruct, openElmRaw, questionAndAnswer, nano]) {
    it(`goes on with an answer that was cut (${format.id})`, () => {
      assert.ok(printed(format.render({ ...alone, answerSoFar: ' Because' })).endsWith('Because'));
    });
  }

  it('advises a repetition penalty of 1.2 for OpenELM', () => {
    assert.deepEqual([openElmRaw.repetitionPenalty, openElmInstruct.repetitionPenalty], [1.2, 1.2]);
  });
});

describe('chooseFormat', () => {
  const ids = (name: string, architecture: string, template?: string): readonly string[] =>
    formatsOf({
      name,
      architecture,
      renderTemplate: template === undefined ? undefined : readChatTemplate(template),
    }).map(({ id }) => id);

  it('asks OpenELM Instruct raw, and as it was tuned where the user wants that', () => {
    const model = { name: 'OpenELM 450M Instruct', architecture: 'openelm' };
    assert.equal(chooseFormat(model).id, 'openElmRaw');
    assert.equal(chooseFormat(model, 'openElmInstruct').id, 'openElmInstruct');
    assert.equal(chooseFormat(model, 'nano').id, 'openElmRaw', 'not one of its own');
  });

  it('takes the template of the file where there is one', () => {
    assert.deepEqual(ids('Qwen2.5 Coder', 'qwen2', CHATML), ['template', 'questionAndAnswer']);
  });

  it('passes over a template that can’t be read or used', () => {
    assert.deepEqual(ids('x', 'llama', '{% for'), ['questionAndAnswer']);
    assert.deepEqual(ids('x', 'llama', '{{ raise_exception("no") }}'), ['questionAndAnswer']);
    assert.deepEqual(ids('x', 'llama', 'always the same'), ['questionAndAnswer']);
  });

  it('knows this project’s models, and frames a pretrained one', () => {
    assert.deepEqual(ids('OpenELM Nano 48M', 'openelm'), ['nano', 'questionAndAnswer']);
    assert.deepEqual(ids('OpenELM 270M', 'openelm'), ['questionAndAnswer']);
  });
});
