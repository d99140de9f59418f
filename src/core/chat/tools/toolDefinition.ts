import { type JsonObject } from '../../json/jsonValue.ts';

/** What a model may call. Another extension wrote it, so that none of its text is ever taken for a template's. */
export interface ToolDefinition {
  readonly name: string;
  readonly description: string;
  /** JSON schema of the arguments. */
  readonly inputSchema: JsonObject;
}

/** A call as the model wrote it; `id` ties a result to it. */
export interface ToolCall {
  readonly id: string;
  readonly name: string;
  readonly input: JsonObject;
}

/** A message of a conversation in which tools are called. */
export type ToolMessage =
  | { readonly role: 'user'; readonly text: string }
  | { readonly role: 'assistant'; readonly text: string; readonly calls: readonly ToolCall[] }
  | { readonly role: 'tool'; readonly callId: string; readonly name: string; readonly text: string };
