import { literal, GrammarRules } from './grammarRules.ts';
import { SchemaGrammar } from './schemaGrammar.ts';
import { type ToolDefinition } from './toolDefinition.ts';
import { type ToolSyntax } from './toolSyntax.ts';

/** A model that can't end would write calls up to the limit of its tokens. */
const MAX_CALLS = 8;

/**
 * The grammar (GBNF) of what a model writes after `syntax.open`: one call or more of these tools, whose arguments parse
 * and have the form that the tool asks for. Throws UnsupportedSchema.
 */
export function callGrammar(tools: readonly ToolDefinition[], syntax: ToolSyntax): string {
  const rules = new GrammarRules();
  const calls = tools.map(({ name, inputSchema }) => {
    const input = new SchemaGrammar(rules, inputSchema).rule({ ...inputSchema, type: 'object' }, name);
    const head = `{"name": ${JSON.stringify(name)}, ${JSON.stringify(syntax.argumentsKey)}: `;
    return rules.add('call', `${literal(head)} ${input} "}"`);
  });
  const call = `${rules.add('body', calls.join(' | '))}${syntax.close === '' ? '' : ` ${literal(syntax.close)}`}`;
  return rules.text(
    syntax.between === undefined
      ? call
      : `${call} (${literal(syntax.between + syntax.open)} ${call}){0,${MAX_CALLS - 1}}`,
  );
}
