import path from 'node:path';
import * as v from 'valibot';
import { readCases, readRows, type CompletionCase } from '../support/cases.ts';
import { ROOT } from '../support/headlessEngine.ts';

const documentSchema = v.object({
  path: v.string(),
  language: v.string(),
  package: v.string(),
  text: v.string(),
});
const explanationSchema = v.object({
  id: v.union([v.string(), v.number()]),
  language: v.string(),
  code: v.string(),
  doc: v.string(),
});

export type HeldoutDocument = v.InferOutput<typeof documentSchema>;
/** A function and what its author wrote about it. */
export type ExplanationCase = v.InferOutput<typeof explanationSchema>;

/** What no model of this project was trained on, from packages whose siblings it has not seen either. */
export interface Heldout {
  readonly documents: readonly HeldoutDocument[];
  readonly cases: readonly CompletionCase[];
  readonly explanations: readonly ExplanationCase[];
}

/** Reads the committed held-out set. Throws with the file and the line that can't be read. */
export function readHeldout(folder = path.join(ROOT, 'training', 'heldout')): Heldout {
  return {
    documents: readRows(path.join(folder, 'documents.jsonl.gz'), documentSchema),
    cases: readCases(path.join(folder, 'cases.jsonl.gz')),
    explanations: readRows(path.join(folder, 'explanations.jsonl.gz'), explanationSchema),
  };
}
