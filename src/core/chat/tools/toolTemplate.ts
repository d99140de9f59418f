import { isJsonObject, type JsonObject, type JsonValue } from '../../json/jsonValue.ts';
import { HeldTexts } from '../formats/heldTexts.ts';
import { type RenderTemplate, type TemplateMessage } from '../formats/ggufTemplate.ts';
import { type PromptPiece } from '../promptPiece.ts';
import { type ToolCall, type ToolDefinition, type ToolMessage } from './toolDefinition.ts';
import { type ToolSyntax } from './toolSyntax.ts';

/** How a model that was trained on tools is talked to. */
export interface ToolFormat {
  readonly syntax: ToolSyntax;
  /** The conversation up to where the answer begins. Throws when the template refuses it or leaves out its end. */
  render(messages: readonly ToolMessage[], tools: readonly ToolDefinition[]): PromptPiece[];
}

/** Names that no template has a meaning for. */
const PROBE = 'probe_tool_name';
const PROBED_INPUT = { probe_key: 'probe_value' };
const PROBED_RESULT = 'probe result';
const PROBED_DESCRIPTION = 'probe description';
const PROBED_TOOL: ToolDefinition = {
  name: PROBE,
  description: PROBED_DESCRIPTION,
  inputSchema: { type: 'object', properties: { probe_key: { type: 'string' } } },
};
/** A call as every supported template writes it, with a key of its own for the arguments. */
const PROBED_CALL = new RegExp(
  `\\{"name": "${PROBE}", "(arguments|parameters)": \\{"probe_key": "probe_value"\\}\\}`,
  'gu',
);
/** A tag before a call, such as \`<tool_call>\`, and the one after it. */
const OPENING_TAG = /<[\w|]+>\s*$/u;
const CLOSING_TAG = /^\s*<\/[\w|]+>/u;
/** Words and the like can't be control tokens, and a template may look at them, as at a type's name. */
const PLAIN = /^[\w.-]{0,64}$/u;

/**
 * How a template presents tools, as its renderings of a made-up call show; undefined where it knows none, or writes
 * calls in a way that is not known here: as anything but one JSON object between tags, or as one that is the whole
 * answer.
 */
export function toolFormat(render: RenderTemplate): ToolFormat | undefined {
  try {
    const syntax = probe(render);
    return syntax === undefined
      ? undefined
      : { syntax, render: (messages, tools) => renderPieces(render, messages, tools) };
  } catch {
    return undefined; // it refuses tools
  }
}

function probe(render: RenderTemplate): ToolSyntax | undefined {
  const question: ToolMessage = { role: 'user', text: 'question' };
  const call = (id: string): ToolCall => ({ id, name: PROBE, input: PROBED_INPUT });
  const result: ToolMessage = { role: 'tool', callId: 'call00001', name: PROBE, text: PROBED_RESULT };
  const answer = (...calls: readonly ToolCall[]): ToolMessage => ({ role: 'assistant', text: '', calls });
  const print = (...messages: readonly ToolMessage[]): string =>
    printed(renderPieces(render, messages, [PROBED_TOOL]));
  const asked = print(question);
  const called = print(question, answer(call('call00001')), result);
  const found = [...called.matchAll(PROBED_CALL)].at(-1);
  if (found === undefined || !asked.includes(PROBED_DESCRIPTION) || !called.includes(PROBED_RESULT)) {
    return undefined;
  }
  const before = called.slice(0, found.index);
  const after = called.slice(found.index + found[0].length);
  const argumentsKey = found[1] === 'parameters' ? 'parameters' : 'arguments';
  const open = OPENING_TAG.exec(before)?.[0];
  const close = CLOSING_TAG.exec(after)?.[0];
  if (open !== undefined && close !== undefined) {
    const twice = attempt(() => print(question, answer(call('call00001'), call('call00002')), result));
    return { open, close, between: betweenCalls(twice, open, close), argumentsKey };
  }
  return before === asked ? { open: '', close: '', between: undefined, argumentsKey } : undefined;
}

/** What stands between two calls of one answer; undefined where the template refuses a second one. */
function betweenCalls(rendered: string | undefined, open: string, close: string): string | undefined {
  const calls = [...(rendered ?? '').matchAll(PROBED_CALL)];
  const [first, second] = calls.slice(-2);
  if (rendered === undefined || first === undefined || second === undefined) {
    return undefined;
  }
  const between = rendered.slice(first.index + first[0].length, second.index);
  return between.startsWith(close) && between.endsWith(open) && between.length >= close.length + open.length
    ? between.slice(close.length, between.length - open.length)
    : undefined;
}

function attempt<T>(work: () => T): T | undefined {
  try {
    return work();
  } catch {
    return undefined; // as the caller asked: whether it can be done
  }
}

function renderPieces(
  render: RenderTemplate,
  messages: readonly ToolMessage[],
  tools: readonly ToolDefinition[],
): PromptPiece[] {
  const texts = new HeldTexts();
  const offered = tools.map((tool) => templateTool(tool, texts));
  let heldBeforeLast = 0;
  const shown = messages.map((message, index) => {
    const last = index === messages.length - 1;
    heldBeforeLast = last ? texts.count : heldBeforeLast;
    return templateMessage(message, texts);
  });
  const { pieces, used } = texts.pieces(render(shown, offered.length === 0 ? undefined : offered));
  if (texts.count > heldBeforeLast && !used.has(heldBeforeLast)) {
    throw new Error('The template leaves out the last message.');
  }
  return pieces;
}

function templateTool({ name, description, inputSchema }: ToolDefinition, texts: HeldTexts): JsonObject {
  return {
    type: 'function',
    function: {
      name: heldValue(name, texts),
      description: texts.hold(description, { isInJson: true }),
      parameters: heldValue(inputSchema, texts),
    },
  };
}

/** Trimmed, as most templates would do it: they see a placeholder only. An empty text stays one: templates look. */
function templateMessage(message: ToolMessage, texts: HeldTexts): TemplateMessage {
  const text = message.text.trim();
  const content = text === '' ? '' : texts.hold(text, { isInJson: message.role === 'tool' });
  switch (message.role) {
    case 'user':
      return { role: 'user', content };
    case 'tool':
      return { role: 'tool', content, tool_call_id: message.callId, name: message.name };
    case 'assistant':
      return message.calls.length === 0
        ? { role: 'assistant', content }
        : {
            role: 'assistant',
            content,
            tool_calls: message.calls.map(({ id, name, input }) => ({
              type: 'function',
              id,
              function: { name: heldValue(name, texts), arguments: heldValue(input, texts) },
            })),
          };
  }
}

/** A value with every text in it held that may be more than a word. */
function heldValue(value: JsonValue, texts: HeldTexts): JsonValue {
  if (typeof value === 'string') {
    return heldText(value, texts);
  }
  if (Array.isArray(value)) {
    return (value as readonly JsonValue[]).map((item) => heldValue(item, texts));
  }
  return isJsonObject(value)
    ? Object.fromEntries(
        Object.entries(value).map(([key, item]) => [heldText(key, texts), heldValue(item, texts)]),
      )
    : value;
}

function heldText(text: string, texts: HeldTexts): string {
  return PLAIN.test(text) ? text : texts.hold(text, { isInJson: true });
}

function printed(pieces: readonly PromptPiece[]): string {
  return pieces
    .map((piece) => ('text' in piece ? piece.text : 'markup' in piece ? piece.markup : piece.control))
    .join('');
}
