import * as vscode from 'vscode';
import { IMPORT_LINES, importedWords } from '../../core/completion/neighbours/importedPaths.ts';
import {
  MOST_DEFINITIONS,
  NAMED_LINES,
  namesToDefine,
  type NamedPlace,
} from '../../core/completion/neighbours/namesToDefine.ts';
import { type CopiedText } from '../../core/completion/neighbours/otherTexts.ts';
import { chunkOf } from '../../core/completion/neighbours/textChunks.ts';
import { type Exclusions } from '../../provider/exclusions.ts';
import { documentSymbols } from '../chat/contextItems.ts';
import { isReadable, neighbourPath } from './readableDocument.ts';

/** A language server that needs longer is asked again when the author pauses next: its answer is known by then. */
const PATIENCE_MS = 800;
/** Names are looked for so many at a time. */
const MOST_ASKED = 4;
const MOST_KEPT = 100;
const HEAD_CHARACTERS = 20_000;
/** What has no definition is asked about again after so long: a language's server may have been starting. */
const UNKNOWN_MS = 30_000;

interface Definition {
  readonly uri: string;
  readonly text: CopiedText;
}

/** Where the names near a cursor are defined, in other files of the workspace, as the language's own extension tells it. */
export class Definitions {
  /** By document and name, kept until a text has changed; a time where there was none to show then. */
  readonly #known = new Map<string, Definition | number>();
  #round = 0;
  /** What the document imported when its names were looked for: another import may define what had no definition. */
  #imports = '';

  constructor(private readonly exclusions: Exclusions) {}

  /** The definitions that are known within the time limit. Asks for those of a few more names each time. */
  async near(document: vscode.TextDocument, position: vscode.Position): Promise<readonly CopiedText[]> {
    const words = importedWords(headOf(document));
    const imports = [...words].join(' ');
    if (imports !== this.#imports) {
      this.forget();
      this.#imports = imports;
    }
    const places = namesToDefine(linesUp(document, position), words);
    const keyOf = ({ name }: NamedPlace): string => `${document.uri.toString()} ${name}`;
    const unknown = places.filter((place) => this.#isUnknown(keyOf(place))).slice(0, MOST_ASKED);
    const round = this.#round;
    const asked = unknown.map(async (place) => {
      const at = new vscode.Position(position.line - place.linesUp, place.character);
      // A provider that fails knows no definition.
      const found = await this.#definition(document, at).catch(() => undefined);
      if (round === this.#round) {
        this.#keep(keyOf(place), found);
      }
    });
    await withPatience(Promise.all(asked));
    const found = places.flatMap((place) => this.#known.get(keyOf(place)) ?? []);
    return found.flatMap((one) => (typeof one === 'number' ? [] : one.text)).slice(0, MOST_DEFINITIONS);
  }

  /** The document was closed: nobody tells of changes to its file any more. */
  forgetIn(document: vscode.TextDocument): void {
    const uri = document.uri.toString();
    for (const [key, one] of this.#known) {
      if (typeof one !== 'number' && one.uri === uri) {
        this.#known.delete(key);
      }
    }
  }

  /** A text has changed, or may be read no longer. */
  forget(): void {
    this.#round++;
    this.#known.clear();
  }

  #isUnknown(key: string): boolean {
    const known = this.#known.get(key);
    return known === undefined || (typeof known === 'number' && performance.now() - known > UNKNOWN_MS);
  }

  #keep(key: string, found: Definition | undefined): void {
    // One that was asked twice may have been told late, and not the second time.
    if (found !== undefined || typeof this.#known.get(key) !== 'object') {
      this.#known.set(key, found ?? performance.now());
    }
    const [oldest] = this.#known.keys();
    if (this.#known.size > MOST_KEPT && oldest !== undefined) {
      this.#known.delete(oldest);
    }
  }

  async #definition(
    document: vscode.TextDocument,
    position: vscode.Position,
  ): Promise<Definition | undefined> {
    const answer = await vscode.commands.executeCommand<
      readonly (vscode.Location | vscode.LocationLink)[] | undefined
    >('vscode.executeDefinitionProvider', document.uri, position);
    const [found] = (answer ?? []).map(targetOf);
    if (found === undefined || !(await this.#mayOpen(found.uri, document))) {
      return undefined;
    }
    const target = await vscode.workspace.openTextDocument(found.uri);
    if (!isReadable(target) || (await this.exclusions.exclusionOf(target)) !== undefined) {
      return undefined;
    }
    const { start, end } = await wholeRange(found);
    const chunk = chunkOf(target.getText().replaceAll('\r\n', '\n'), start.line, end.line);
    if (chunk === undefined) {
      return undefined;
    }
    return { uri: target.uri.toString(), text: { path: neighbourPath(target), text: `${chunk.text}\n` } };
  }

  /** Looked at before the file is opened: libraries lie outside the workspace or are ignored by git. */
  async #mayOpen(uri: vscode.Uri, document: vscode.TextDocument): Promise<boolean> {
    return (
      uri.toString() !== document.uri.toString() &&
      vscode.workspace.getWorkspaceFolder(uri) !== undefined &&
      (await this.exclusions.hiddenBy(uri)) === undefined
    );
  }
}

/** The line of a cursor, up to it, and those above. */
function linesUp(document: vscode.TextDocument, { line, character }: vscode.Position): readonly string[] {
  const lines = [document.lineAt(line).text.slice(0, character)];
  for (let above = line - 1; above >= Math.max(0, line - NAMED_LINES); above--) {
    lines.push(document.lineAt(above).text);
  }
  return lines;
}

function headOf(document: vscode.TextDocument): string {
  const most = document.positionAt(HEAD_CHARACTERS);
  const end = most.line < IMPORT_LINES ? most : new vscode.Position(IMPORT_LINES, 0);
  return document.getText(new vscode.Range(new vscode.Position(0, 0), end));
}

interface Target {
  readonly uri: vscode.Uri;
  readonly range: vscode.Range;
}

function targetOf(found: vscode.Location | vscode.LocationLink): Target {
  return 'targetUri' in found ? { uri: found.targetUri, range: found.targetRange } : found;
}

/** All of what is defined: some tell the place of its name alone. */
async function wholeRange({ uri, range }: Target): Promise<vscode.Range> {
  if (!range.isSingleLine) {
    return range;
  }
  const around = (await documentSymbols(uri)).filter((symbol) => symbol.range.contains(range.start));
  return around.at(-1)?.range ?? range;
}

async function withPatience(work: Promise<unknown>): Promise<void> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, PATIENCE_MS);
  });
  await Promise.race([work, late]);
  clearTimeout(timer);
}
