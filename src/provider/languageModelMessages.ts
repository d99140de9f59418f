import * as vscode from 'vscode';
import { type ForeignMessage } from '../core/chat/promptOfMessages.ts';
import { type ToolCall, type ToolDefinition, type ToolMessage } from '../core/chat/tools/toolDefinition.ts';
import { type JsonObject } from '../core/json/jsonValue.ts';

const TEXT = /^(?:text\/|application\/json\b)/u;
const IMAGE = 'image/';

/** A conversation of another extension. Throws for a picture: it would be left out in silence otherwise. */
export function toToolMessages(
  messages: readonly vscode.LanguageModelChatRequestMessage[],
): readonly ToolMessage[] {
  const names = new Map<string, string>();
  return messages.flatMap(({ role, content }): readonly ToolMessage[] => {
    const text = textOf(content);
    if (role === vscode.LanguageModelChatMessageRole.Assistant) {
      const calls = content.filter((part) => part instanceof vscode.LanguageModelToolCallPart).map(toCall);
      for (const { id, name } of calls) {
        names.set(id, name);
      }
      return [{ role: 'assistant', text, calls }];
    }
    const results = content
      .filter((part) => part instanceof vscode.LanguageModelToolResultPart)
      .map(({ callId, content: result }): ToolMessage => ({
        role: 'tool',
        callId,
        name: names.get(callId) ?? '',
        text: textOf(result),
      }));
    return text === '' && results.length > 0 ? results : [...results, { role: 'user', text }];
  });
}

/** The same conversation for a model that was never trained on tools: calls and results as the text they are. */
export function toForeignMessages(messages: readonly ToolMessage[]): readonly ForeignMessage[] {
  return messages.map((message): ForeignMessage => {
    switch (message.role) {
      case 'user':
      case 'tool':
        return { role: 'user', text: message.text };
      case 'assistant': {
        const calls = message.calls.map(({ name, input }) => JSON.stringify({ name, arguments: input }));
        return { role: 'assistant', text: [message.text, ...calls].filter(Boolean).join('\n') };
      }
    }
  });
}

/** The tools that another extension offers. One without a schema takes nothing. */
export function toToolDefinitions(tools: readonly vscode.LanguageModelChatTool[]): readonly ToolDefinition[] {
  return tools.map(({ name, description, inputSchema }) => ({
    name,
    description,
    inputSchema: asJson(inputSchema ?? { type: 'object', additionalProperties: false }),
  }));
}

function toCall({ callId, name, input }: vscode.LanguageModelToolCallPart): ToolCall {
  return { id: callId, name, input: asJson(input) };
}

/** What comes from another extension as an object; what JSON can't say of it is left out. */
function asJson(value: object): JsonObject {
  return JSON.parse(JSON.stringify(value)) as JsonObject;
}

function textOf(parts: readonly unknown[]): string {
  return parts.map(partText).join('');
}

function partText(part: unknown): string {
  if (part instanceof vscode.LanguageModelTextPart) {
    return part.value;
  }
  if (part instanceof vscode.LanguageModelPromptTsxPart) {
    return JSON.stringify(part.value);
  }
  if ('LanguageModelDataPart' in vscode && part instanceof vscode.LanguageModelDataPart) {
    if (part.mimeType.startsWith(IMAGE)) {
      throw new Error(vscode.l10n.t('This model reads text only; the request has a picture in it.'));
    }
    return TEXT.test(part.mimeType) ? new TextDecoder().decode(part.data) : '';
  }
  // Calls and results are read elsewhere; what else there is, such as hints for a cache, is no text.
  return '';
}
