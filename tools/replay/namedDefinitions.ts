import {
  IMPORT_LINES,
  importedWords,
  isImported,
} from '../../src/core/completion/neighbours/importedPaths.ts';
import {
  MOST_DEFINITIONS,
  NAMED_LINES,
  type NamedPlace,
  namesToDefine,
} from '../../src/core/completion/neighbours/namesToDefine.ts';
import { type CopiedText } from '../../src/core/completion/neighbours/otherTexts.ts';
import { chunkOf } from '../../src/core/completion/neighbours/textChunks.ts';
import { isGenerated, languageOfFile } from '../../src/core/replay/fileKinds.ts';
import { type DefinitionsNear, type TypedFile } from '../../src/core/replay/writingSession.ts';
import { type LeavesOut, textOf } from '../../src/history/commitPassages.ts';
import { type Commit, type GitRepository } from '../../src/history/gitRepository.ts';
import { type Grammars } from '../../src/syntax/grammars.ts';
import { type Defined, definitionsIn } from './definitionsIn.ts';

/** A larger tree is looked through in part. */
const MOST_FILES = 2000;
/** Languages whose files define names for each other. */
const FAMILIES: Readonly<Record<string, string>> = {
  typescript: 'javascript',
  typescriptreact: 'javascript',
  javascriptreact: 'javascript',
};
const DECLARES = /\.d\.[cm]?ts$|\.pyi$/u;
/** Of these, languages in which a document sees nothing of another file that it does not import. */
const EXPLICIT: ReadonlySet<string> = new Set(['javascript', 'python', 'rust']);

interface ReadFile {
  readonly text: string;
  readonly defined: readonly Defined[];
}

interface Definition extends Defined {
  readonly path: string;
  readonly text: string;
}

/**
 * Where the names near a cursor are defined in the tree of a commit's parent, in place of a language server: by the syntax
 * trees of its files (`definitionsIn.ts` says of which languages). Known is a name that the document imports, a type in
 * languages that need no import, and what is called by a dot and stands in a file that is imported; each where a single
 * file defines it, or a single one of those that are imported. What the commit removes is left out: it may be what it
 * writes elsewhere.
 */
export class NamedDefinitions {
  /** By blob; undefined for what is not read. */
  readonly #read = new Map<string, ReadFile | undefined>();

  constructor(
    private readonly repository: GitRepository,
    private readonly leavesOut: LeavesOut,
    private readonly grammars: Grammars,
  ) {}

  async before({ id, parent }: Pick<Commit, 'id' | 'parent'>): Promise<DefinitionsNear> {
    const byName = new Map<string, Definition[]>();
    const staying = await this.repository.blobs(id);
    const blobs = [...(await this.repository.blobs(parent))].filter(
      ([path]) => staying.has(path) && languageOfFile(path) !== undefined,
    );
    for (const [path, blob] of blobs.slice(0, MOST_FILES)) {
      const file = (await this.leavesOut(path)) ? undefined : await this.#file(path, blob);
      for (const lines of file?.defined ?? []) {
        const known = byName.get(lines.name);
        const definition = { ...lines, path, text: file?.text ?? '' };
        if (known === undefined) {
          byName.set(lines.name, [definition]);
        } else {
          known.push(definition);
        }
      }
    }
    return (file) => Promise.resolve(definitionsNear(file, byName));
  }

  async #file(path: string, blob: string): Promise<ReadFile | undefined> {
    const key = `${blob} ${path}`;
    if (!this.#read.has(key)) {
      this.#read.set(key, await this.#readFile(path, blob));
    }
    return this.#read.get(key);
  }

  async #readFile(path: string, blob: string): Promise<ReadFile | undefined> {
    const grammar = await this.grammars.load(languageOfFile(path) ?? '');
    const text = grammar && (await textOf(this.repository, blob));
    if (grammar === undefined || text === undefined || isGenerated(path, text)) {
      return undefined;
    }
    const parser = grammar.treeSitter.createParser(grammar.language);
    try {
      const tree = parser.parse(text);
      try {
        return { text, defined: tree === null ? [] : definitionsIn(tree) };
      } finally {
        tree?.delete();
      }
    } finally {
      parser.delete();
    }
  }
}

function definitionsNear(
  { path, before, after }: TypedFile,
  byName: ReadonlyMap<string, readonly Definition[]>,
): readonly CopiedText[] {
  const imported = importedWords((before + after).split('\n', IMPORT_LINES).join('\n'));
  const linesUp = before
    .split('\n')
    .slice(-NAMED_LINES - 1)
    .toReversed();
  return namesToDefine(linesUp, imported)
    .flatMap((place) => {
      const all = byName.get(place.name) ?? [];
      const isOwn = all.some((one) => one.path === path);
      const found = isOwn ? [] : candidates(place, { own: path, imported, linesUp }, all);
      const [first] = found;
      const isClear = found.every((one) => one.path === first?.path);
      return first === undefined || !isClear ? [] : asText(first);
    })
    .slice(0, MOST_DEFINITIONS);
}

/** Where a name stands. */
interface Surroundings {
  /** The document's path. */
  readonly own: string;
  /** The words of its import lines. */
  readonly imported: ReadonlySet<string>;
  readonly linesUp: readonly string[];
}

/** What a name may stand for that the document does not define itself. */
function candidates(
  { isImported: isNamed, linesUp: up, character }: NamedPlace,
  { own, imported, linesUp }: Surroundings,
  all: readonly Definition[],
): readonly Definition[] {
  const family = familyOf(own);
  const isAccess = /(?:(?<!\.)\.|->|::)$/u.test((linesUp[up] ?? '').slice(0, character));
  if (!isAccess && !isNamed && EXPLICIT.has(family)) {
    // Such a name is the document's own.
    return [];
  }
  const fitting = all.filter(
    ({ path, isMember, isFunctionOrType }) =>
      familyOf(path) === family && (isAccess || !isMember) && (isFunctionOrType || (isNamed && !isAccess)),
  );
  const inImported = fitting.filter(({ path }) => isImported(path, imported));
  // The type is not known of what is before the dot, and many have a method of the name.
  const nearest = inImported.length > 0 || isAccess ? inImported : fitting;
  // What is only declared there is written elsewhere.
  const written = nearest.filter(({ path }) => !DECLARES.test(path));
  return written.length > 0 ? written : nearest;
}

function familyOf(path: string): string {
  const languageId = languageOfFile(path) ?? '';
  return FAMILIES[languageId] ?? languageId;
}

function asText({ path, text, firstLine, lastLine }: Definition): readonly CopiedText[] {
  const chunk = chunkOf(text, firstLine, lastLine);
  return chunk === undefined ? [] : [{ path, text: `${chunk.text}\n` }];
}
