import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import * as v from 'valibot';
import { MOST_CELLS } from '../../src/core/completion/neighbours/gatheringLimits.ts';
import { type HeldoutDocument } from '../eval/heldout.ts';
import { type CompletionCase } from '../support/cases.ts';

const notebookSchema = v.object({
  cells: v.array(
    v.object({
      cell_type: v.string(),
      source: v.union([v.string(), v.array(v.string())]),
    }),
  ),
  metadata: v.object({
    language_info: v.optional(v.object({ name: v.string() })),
    kernelspec: v.optional(v.object({ language: v.optional(v.string()) })),
  }),
});

/** A cell with code, and those before it. */
export interface NotebookCell extends HeldoutDocument {
  readonly earlier: NonNullable<CompletionCase['files']>;
}

/**
 * The code cells of all notebooks under a folder (nbformat 4), each as a document of its own: as everywhere, no case is
 * cut in a first line. Throws with the file that is no notebook.
 */
export function readNotebooks(folder: string): readonly NotebookCell[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map((file) => file.replaceAll('\\', '/'))
    .filter((file) => file.endsWith('.ipynb') && !file.includes('.ipynb_checkpoints/'))
    .sort()
    .flatMap((file) => cellsOf(file, readFileSync(path.join(folder, file), 'utf8')));
}

function cellsOf(file: string, text: string): readonly NotebookCell[] {
  const { cells, metadata } = parsed(file, text);
  const kernel = (metadata.language_info?.name ?? metadata.kernelspec?.language ?? 'python').toLowerCase();
  const language = kernel === 'c++' ? 'cpp' : kernel;
  const earlier: NotebookCell['earlier'] = [];
  return cells.flatMap(({ cell_type: type, source }) => {
    const own = (typeof source === 'string' ? source : source.join('')).replaceAll('\r\n', '\n');
    const before = earlier.slice(-MOST_CELLS);
    const languageId = type === 'code' ? language : type === 'markdown' ? 'markdown' : 'plaintext';
    earlier.push({ path: file, text: own, languageId, origin: 'cell' });
    return type === 'code' ? { path: file, language, package: file, text: own, earlier: before } : [];
  });
}

function parsed(file: string, text: string): v.InferOutput<typeof notebookSchema> {
  try {
    return v.parse(notebookSchema, JSON.parse(text));
  } catch (error) {
    throw new Error(`${file} is no notebook: ${error instanceof Error ? error.message : String(error)}`, {
      cause: error,
    });
  }
}
