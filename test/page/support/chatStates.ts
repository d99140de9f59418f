import {
  type AnswerView,
  type ChatState,
  type ContextView,
  type Suggestion,
  type TurnView,
} from '../../../src/webview/chatProtocol.ts';

const COMMANDS: readonly Suggestion[] = [
  { insert: '/explain ', label: '/explain', detail: 'Say what the code does' },
  { insert: '/fix ', label: '/fix', detail: 'Mend the problems of the selection' },
  { insert: '/tests ', label: '/tests', detail: 'Write tests for the selection' },
  { insert: '/docs ', label: '/docs', detail: 'Document the selection' },
  { insert: '/simplify ', label: '/simplify', detail: 'Make the selection simpler' },
  { insert: '/help ', label: '/help', detail: 'What can be asked' },
];

const FIGURES = {
  modelName: 'OpenELM 1.1B Instruct',
  promptTokens: 412,
  tokens: 186,
  tokensPerSecond: 18.24,
};

const CONTEXT: ContextView = {
  chips: [
    {
      id: 'c1',
      kind: 'selection',
      label: 'debounce.ts:12–31',
      title: 'src/core/completion/debounce.ts, lines 12 to 31',
      tokens: 214,
    },
    {
      id: 'c2',
      kind: 'problems',
      label: '2 problems',
      title: 'Problems of src/core/completion/debounce.ts',
      tokens: 48,
    },
  ],
  usedTokens: 412,
  limitTokens: 1536,
  isEstimate: false,
  cuts: [],
};

/** A state with nothing in it and a model that is ready. */
export const EMPTY: ChatState = {
  conversationId: 'k1',
  title: '',
  turns: [],
  conversations: [],
  context: { chips: [], usedTokens: 0, limitTokens: 1536, isEstimate: false, cuts: [] },
  model: { kind: 'ready', name: 'OpenELM 1.1B Instruct', format: 'raw completion' },
  slashCommands: COMMANDS,
  offers: COMMANDS.slice(0, 4),
  showSafetyNote: false,
};

const EXPLANATION = `\`Debounce\` waits until the user **pauses** before it asks the engine, and it learns how long a pause is.

- Every key goes into \`keyPressed\`, which keeps the *mean* gap between keys.
- \`delayMs\` is that mean, less the time to the first token, within its limits.

\`\`\`typescript
export class Debounce {
  #meanGapMs = 120; // a quick user's pace

  /** Call it with each key. */
  keyPressed(now: number): void {
    const gap = Math.min(now - this.#lastKeyAt, MAX_GAP_MS);
    this.#meanGapMs += (gap - this.#meanGapMs) * 0.2;
    return console.log("gap", \`\${gap} ms\`, true, null);
  }
}
\`\`\`

| case | delay |
|---|---:|
| fast typing | 75 ms |
| a slow engine | 0 ms |

### See also

1. The [trigger policy](src/core/completion/triggerPolicy.ts#L10) decides before.
2. Background: <https://en.wikipedia.org/wiki/Switch#Contact_bounce>

> It never delays a suggestion that is cached.
`;

/** One turn of a conversation. */
export function turn(
  id: string,
  question: string,
  answer: AnswerView,
  more: Partial<TurnView> = {},
): TurnView {
  return { id, question, answer, context: [], notices: [], ...more };
}

/** A conversation of these turns. */
export function conversation(...turns: readonly TurnView[]): ChatState {
  return { ...EMPTY, title: 'Explain the debounce', turns, context: CONTEXT };
}

/** A conversation whose one answer is Markdown. */
export function answered(text: string, kind: 'done' | 'running' = 'done'): ChatState {
  return conversation(turn('t1', 'Explain this', { kind, text, figures: FIGURES }));
}

const EXPLAINED = turn(
  't1',
  '/explain What does this class do, and why?',
  { kind: 'done', text: EXPLANATION, figures: FIGURES },
  { context: [{ kind: 'selection', label: 'debounce.ts:12–31', title: 'src/core/completion/debounce.ts' }] },
);
const ENDINGS: readonly AnswerView[] = [
  { kind: 'cut', text: 'A long answer that', figures: FIGURES },
  { kind: 'stopped', text: 'An answer that the user', figures: FIGURES },
  { kind: 'repeated', text: 'The function adds two numbers.', figures: FIGURES },
  {
    kind: 'interrupted',
    text: 'An answer whose engine',
    message: 'The engine ended before the answer did.',
    figures: FIGURES,
  },
  { kind: 'failed', text: '', message: 'the model file is gone', figures: { modelName: 'OpenELM' } },
];
const CONVERSATIONS = [
  { id: 'k1', title: 'Explain the debounce', when: '2 minutes ago' },
  {
    id: 'k2',
    title: 'Why does the regular expression not match across lines of a CRLF file?',
    when: 'yesterday',
  },
  { id: 'k3', title: 'كيف أقرأ ملفًا؟', when: '3 November' },
];

/** Every state of the page, by name: for pictures and for the accessibility check. */
export const STATES: Readonly<Record<string, ChatState>> = {
  empty: { ...EMPTY, showSafetyNote: true },
  tooSmall: {
    ...EMPTY,
    model: {
      kind: 'ready',
      name: 'OpenELM Nano 5M',
      format: 'question and answer',
      limits: 'OpenELM Nano 5M only completes code and was never trained to answer. Choose a model for chat.',
    },
    offers: [],
  },
  noModel: { ...EMPTY, model: { kind: 'none' }, context: { ...EMPTY.context, limitTokens: 0 } },
  loading: { ...EMPTY, model: { kind: 'loading', name: 'OpenELM 3B Instruct', percent: 38 } },
  failed: {
    ...EMPTY,
    model: {
      kind: 'failed',
      name: 'openelm-3b.gguf',
      message: 'The file is cut short: 1.2 of 6.1 GB are there.',
    },
  },
  failedWithTurns: {
    ...conversation(EXPLAINED),
    model: { kind: 'failed', name: 'OpenELM 1.1B Instruct', message: 'The engine ended six times in a row.' },
  },
  explanation: conversation(EXPLAINED),
  waiting: conversation(turn('t1', '/fix', { kind: 'running', text: '', figures: { modelName: 'OpenELM' } })),
  streaming: answered(EXPLANATION.slice(0, 620), 'running'),
  endings: conversation(...ENDINGS.map((answer, at) => turn(`t${at}`, 'And now?', answer))),
  fullContext: {
    ...conversation(
      turn(
        't1',
        Array.from({ length: 60 }, (_, line) => `line ${line + 1} of a file that was pasted`).join('\n'),
        { kind: 'done', text: 'It is a file.', figures: FIGURES },
        {
          notices: ['Of debounce.ts, lines 1 to 120 of 900 fit.'],
        },
      ),
    ),
    context: {
      chips: [
        ...CONTEXT.chips,
        {
          id: 'c3',
          kind: 'file',
          label: 'a-very-long-file-name-that-does-not-fit.controller.ts',
          title: 'src/a',
        },
        { id: 'c4', kind: 'symbol', label: 'CompletionService.complete', title: 'src/b' },
        { id: 'c5', kind: 'terminal', label: 'Terminal', title: 'npm test' },
      ],
      usedTokens: 1702,
      limitTokens: 1536,
      isEstimate: true,
      tunedTokens: 1024,
      cuts: [
        'a-very-long-file-name.controller.ts: 120 of 900 lines go along, those around the selection.',
        'The first 4 turns of the conversation are left out.',
      ],
    },
  },
  history: { ...conversation(EXPLAINED), conversations: CONVERSATIONS },
  hidden: answered('Pay \u202eevil\u202c here\u200b.\n\n```js\nif (admin\u2066) { } // \u202e x\n```'),
};
