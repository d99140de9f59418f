/** How a model's template writes a call: one JSON object with the tool's name and its arguments, and what is around it. */
export interface ToolSyntax {
  /** Before the object, such as `<tool_call>` and a line break; empty where the object is the whole answer. */
  readonly open: string;
  /** After the object. */
  readonly close: string;
  /** Between the end of a call and the beginning of the next; undefined where an answer holds one call at most. */
  readonly between: string | undefined;
  readonly argumentsKey: 'arguments' | 'parameters';
}
