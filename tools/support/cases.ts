import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import * as v from 'valibot';
import { FILE_ORIGINS } from '../../src/core/replay/otherFiles.ts';

const caseSchema = v.object({
  id: v.union([v.string(), v.number()]),
  path: v.string(),
  languageId: v.string(),
  prefix: v.string(),
  suffix: v.string(),
  expected: v.optional(v.string()),
  kind: v.optional(v.string()),
  files: v.optional(
    v.array(
      v.object({
        path: v.string(),
        text: v.string(),
        languageId: v.optional(v.string()),
        origin: v.optional(v.picklist(FILE_ORIGINS)),
      }),
    ),
  ),
});

/** One place in one document at which a completion is asked for. */
export type CompletionCase = v.InferOutput<typeof caseSchema>;

/** Reads a JSONL file of cases, packed by gzip or not. Throws with the number of the first line that is not one. */
export function readCases(file: string): CompletionCase[] {
  return readRows(file, caseSchema);
}

/** Reads a JSONL file, packed by gzip or not. Throws with the number of the first line that the schema refuses. */
export function readRows<T>(file: string, schema: v.GenericSchema<unknown, T>): T[] {
  const bytes = readFileSync(file);
  return (file.endsWith('.gz') ? gunzipSync(bytes) : bytes)
    .toString('utf8')
    .split('\n')
    .map((line, index) => ({ line, number: index + 1 }))
    .filter(({ line }) => line.trim() !== '')
    .map(({ line, number }) => parseRow(line, `${file}:${number}`, schema));
}

function parseRow<T>(line: string, where: string, schema: v.GenericSchema<unknown, T>): T {
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch {
    throw new Error(`${where}: not JSON`);
  }
  const result = v.safeParse(schema, value);
  if (!result.success) {
    const [issue] = result.issues;
    throw new Error(`${where}: ${v.getDotPath(issue) ?? 'row'}: ${issue.message}`);
  }
  return result.output;
}
