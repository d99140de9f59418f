import { readFileSync } from 'node:fs';
import * as v from 'valibot';

const caseSchema = v.object({
  id: v.union([v.string(), v.number()]),
  path: v.string(),
  languageId: v.string(),
  prefix: v.string(),
  suffix: v.string(),
  expected: v.optional(v.string()),
  kind: v.optional(v.string()),
  files: v.optional(v.array(v.object({ path: v.string(), text: v.string() }))),
});

/** One place in one document at which a completion is asked for. */
export type CompletionCase = v.InferOutput<typeof caseSchema>;

/** Reads a JSONL file of cases. Throws with the number of the first line that is not one. */
export function readCases(file: string): CompletionCase[] {
  return readFileSync(file, 'utf8')
    .split('\n')
    .map((line, index) => ({ line, number: index + 1 }))
    .filter(({ line }) => line.trim() !== '')
    .map(({ line, number }) => parseCase(line, `${file}:${number}`));
}

function parseCase(line: string, where: string): CompletionCase {
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch {
    throw new Error(`${where}: not JSON`);
  }
  const result = v.safeParse(caseSchema, value);
  if (!result.success) {
    const [issue] = result.issues;
    throw new Error(`${where}: ${v.getDotPath(issue) ?? 'case'}: ${issue.message}`);
  }
  return result.output;
}
