import { readFileSync } from 'node:fs';
import path from 'node:path';
import { repositoryRoot } from '../host/paths.ts';
import { chunksOf, SCRIPTS, type TypingScript } from './scripts.ts';

/** With a script's own beginning about 1,500 tokens of the built-in model. */
const CONTEXT_CHARACTERS = 4500;
/** What stands above, by the ending of a script's name: a file of this repository. */
const ABOVE: Readonly<Record<string, string>> = {
  '.ts': 'src/core/completion/brackets.ts',
  '.py': 'training/openelm_train/model.py',
};
const CHUNKS_OF_A_VISIT = 8;
const VISITS = 2;

/** Some chunks of a script, typed before another file is opened. */
export interface Visit {
  readonly script: TypingScript;
  readonly chunks: readonly string[];
}

/** A script in TypeScript and one in Python, in files as long as real ones. */
export const LONG_SCRIPTS: readonly TypingScript[] = SCRIPTS.slice(0, 2).map((script) => ({
  ...script,
  context: `${beginningOf(ABOVE[path.extname(script.file)] ?? '')}\n${script.context}`,
}));

/** To and fro between the files, so that each is come back to. */
export const PAUSE_VISITS: readonly Visit[] = Array.from({ length: VISITS }, (_, visit) => visit).flatMap(
  (visit) =>
    LONG_SCRIPTS.map((script) => ({
      script,
      chunks: chunksOf(script).slice(visit * CHUNKS_OF_A_VISIT, (visit + 1) * CHUNKS_OF_A_VISIT),
    })),
);

/** What is left of a script behind its visits, in chunks that end where a suggestion is due. */
export function chunksAfterVisits(script: TypingScript): readonly string[] {
  return chunksOf(script).slice(VISITS * CHUNKS_OF_A_VISIT, -1);
}

/** Whole lines from a file's beginning. */
function beginningOf(file: string): string {
  const text = readFileSync(path.join(repositoryRoot, file), 'utf8').slice(0, CONTEXT_CHARACTERS);
  return text.slice(0, text.lastIndexOf('\n') + 1);
}
