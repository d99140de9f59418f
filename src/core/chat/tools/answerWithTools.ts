import { type ChatEngine, type ChatRequest } from '../chatEngine.ts';
import { type PromptPiece } from '../promptPiece.ts';
import { generateWatched, type WatchedResult } from '../repetition/generateWatched.ts';
import { callGrammar } from './callGrammar.ts';
import { CallReader, type ReadCall } from './callReader.ts';
import { type ToolDefinition, type ToolMessage } from './toolDefinition.ts';
import { type ToolFormat } from './toolTemplate.ts';

/** A conversation to go on with, and what may be called. */
export interface ToolRequest {
  readonly conversationId: string;
  readonly format: ToolFormat;
  readonly messages: readonly ToolMessage[];
  readonly tools: readonly ToolDefinition[];
  /** `required`: the answer is a call, nothing else. */
  readonly mode: 'auto' | 'required';
  readonly answerTokens: number;
}

/** Where an answer's parts go, as soon as they are complete. */
export interface ToolListener {
  readonly onText: (text: string) => void;
  readonly onCall: (call: ReadCall) => void;
}

/** `cutInCall`: a call was longer than an answer may be; what there is of it is of no use. */
export type ToolAnswerEnd = 'done' | 'cut' | 'cutInCall' | 'aborted';

/** What was written before the first call, if there is one. */
interface FreeText {
  readonly end: Exclude<ToolAnswerEnd, 'cutInCall'> | 'call';
  readonly text: string;
  readonly tokens: number;
}

/** How a call begins that is a whole answer, spaces left out. */
const BARE_HEAD = '{"name":"';
/** What joins a call to the text before it may have a few tokens more than its parts. */
const RESERVE_TOKENS = 16;

/**
 * Answers with text, with calls, or with text and then calls. The model writes freely until it begins a call; that is
 * written again from its beginning, under a grammar. Throws UnsupportedSchema, and ChatFailure as the engine does.
 */
export async function answerWithTools(
  engine: ChatEngine,
  request: ToolRequest,
  signal: AbortSignal,
  listener: ToolListener,
): Promise<ToolAnswerEnd> {
  return new ToolAnswer(engine, request, signal, listener).run();
}

class ToolAnswer {
  readonly #prompt: readonly PromptPiece[];

  constructor(
    private readonly engine: ChatEngine,
    private readonly request: ToolRequest,
    private readonly signal: AbortSignal,
    private readonly listener: ToolListener,
  ) {
    this.#prompt = request.format.render(request.messages, request.tools);
  }

  async run(): Promise<ToolAnswerEnd> {
    const { tools, format, mode } = this.request;
    // Before a word is written: a tool that can't be called is no surprise then.
    const grammar = tools.length === 0 ? undefined : callGrammar(tools, format.syntax);
    const free =
      mode === 'required' && grammar !== undefined
        ? { end: 'call' as const, text: '', tokens: 0 }
        : await this.#writeText(format.syntax.open.trim());
    return free.end === 'call' ? this.#writeCalls(free, grammar) : free.end;
  }

  /** Text up to where a call begins, or to its end. */
  async #writeText(openingTag: string): Promise<FreeText> {
    const mayCall = this.request.tools.length > 0;
    const begun = new AbortController();
    const show = this.listener.onText;
    const text = new FreeTextWatch(mayCall && openingTag === '', show, () => {
      begun.abort();
    });
    let tokens = 0;
    const result = await generateWatched(
      this.engine,
      {
        ...this.#constants(),
        pieces: this.#prompt,
        maxTokens: this.request.answerTokens,
        stop: mayCall && openingTag !== '' ? [openingTag] : [],
      },
      AbortSignal.any([this.signal, begun.signal]),
      {
        onText: (chunk) => {
          tokens += chunk.tokens;
          text.push(chunk.text);
        },
      },
    );
    if (begun.signal.aborted) {
      return { end: 'call', text: '', tokens: 0 };
    }
    text.flush();
    return { end: result.atStopText === true ? 'call' : endOf(result), text: text.shown, tokens };
  }

  async #writeCalls(free: FreeText, grammar: string | undefined): Promise<ToolAnswerEnd> {
    const { answerTokens, format } = this.request;
    const maxTokens = answerTokens - free.tokens - RESERVE_TOKENS;
    if (maxTokens < 1) {
      return 'cutInCall';
    }
    const reader = new CallReader(format.syntax);
    const result = await this.engine.generate(
      {
        ...this.#constants(),
        pieces: [...this.#prompt, { text: free.text }, { markup: format.syntax.open }],
        maxTokens,
        stop: [],
        ...(grammar === undefined ? {} : { grammar }),
      },
      this.signal,
      ({ text }) => {
        for (const call of reader.push(text)) {
          this.listener.onCall(call);
        }
      },
    );
    return result.endedBy === 'limit' && !reader.isBetweenCalls ? 'cutInCall' : endOf(result);
  }

  #constants(): Pick<ChatRequest, 'conversationId' | 'temperature' | 'repetitionPenalty'> {
    return { conversationId: this.request.conversationId, temperature: 0, repetitionPenalty: 1 };
  }
}

/** Shows text as it comes; where a call is a whole answer, what may be the head of one is held until it is clear. */
class FreeTextWatch {
  shown = '';
  #held = '';
  #isCall = false;

  constructor(
    private readonly mayBeCall: boolean,
    private readonly show: (text: string) => void,
    private readonly onCall: () => void,
  ) {}

  push(text: string): void {
    this.#held += text;
    const head = this.#held.replace(/\s+/gu, '');
    if (this.#isCall || !this.mayBeCall || this.shown !== '' || !isEitherHead(head)) {
      this.flush();
    } else if (head.startsWith(BARE_HEAD)) {
      this.#isCall = true;
      this.onCall();
    }
  }

  /** Shows what was held: it was no call. */
  flush(): void {
    if (this.#held !== '' && !this.#isCall) {
      this.shown += this.#held;
      this.show(this.#held);
    }
    this.#held = '';
  }
}

function isEitherHead(head: string): boolean {
  return BARE_HEAD.startsWith(head) || head.startsWith(BARE_HEAD);
}

function endOf({ endedBy }: WatchedResult): 'done' | 'cut' | 'aborted' {
  switch (endedBy) {
    case 'model':
      return 'done';
    case 'limit':
    case 'repetition':
      return 'cut';
    case 'aborted':
      return 'aborted';
  }
}
