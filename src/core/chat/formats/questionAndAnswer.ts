import { type PromptFormat } from './promptFormat.ts';

/** A frame for models that were only pretrained: the text of a page with questions and their answers. */
export const questionAndAnswer: PromptFormat = {
  id: 'questionAndAnswer',
  stop: ['\nQuestion:'],
  repetitionPenalty: 1.1,
  hasHistory: true,
  hasSystemTurn: false,
  skill: 'conversation',
  render: ({ history, question, answerSoFar }) => {
    const earlier = history.map((turn) => `Question: ${turn.question}\nAnswer: ${turn.answer.trim()}\n\n`);
    // The space before the answer is the model's to write: most vocabularies join it to the first word.
    const begun = answerSoFar.trim() === '' ? '' : ` ${answerSoFar.trimStart()}`;
    return [{ text: `${earlier.join('')}Question: ${question}\nAnswer:${begun}` }];
  },
};
