import * as vscode from 'vscode';
import {
  indexChunks,
  type IndexedChunk,
  type IndexedText,
} from '../../core/completion/neighbours/indexedText.ts';
import { markedTexts } from '../../core/completion/neighbours/markedTexts.ts';
import { type ChangeTrail } from '../../core/completion/neighbours/changeTrail.ts';
import { type Exclusions } from '../../provider/exclusions.ts';
import { completionSettings } from '../settings.ts';

const MOST = 6;
const MOST_LANGUAGES = 64;
/** Who was in a larger file has read a part of it. */
const MOST_BYTES = 40_000;

interface ReadFile {
  readonly mtime: number;
  readonly size: number;
  readonly chunks: readonly IndexedChunk[];
}

/**
 * Files that somebody was in and that no tab shows any more: an editor that previews files shows one after the other in
 * the same tab. They are read from the disk when something is gathered, anew only where they have changed.
 */
export class ClosedFiles {
  #read: ReadonlyMap<string, ReadFile> = new Map();
  /** As the documents had them when they were closed, the one closed last at the end. */
  readonly #languages = new Map<string, string>();
  /** Raised with each `clear`: what was read before it is not kept after it. */
  #clears = 0;

  constructor(private readonly exclusions: Pick<Exclusions, 'hiddenBy'>) {}

  /** A document is closed, whose language decides whether others may see it. Says whether it is still to be had. */
  note({ uri, languageId }: vscode.TextDocument): boolean {
    const id = uri.toString();
    if (!isOnDisk(id)) {
      return false;
    }
    this.#languages.delete(id);
    this.#languages.set(id, languageId);
    const [oldest] = this.#languages.keys();
    if (this.#languages.size > MOST_LANGUAGES && oldest !== undefined) {
      this.#languages.delete(oldest);
    }
    return true;
  }

  /** Forgets every text. */
  clear(): void {
    this.#clears++;
    this.#read = new Map();
  }

  /** What others may see of those that somebody was in last. */
  async texts(
    trail: Pick<ChangeTrail, 'documentIds' | 'marksOf'>,
    isShown: (id: string) => boolean,
  ): Promise<readonly IndexedText[]> {
    const ids = trail.documentIds.filter((id) => isOnDisk(id) && !isShown(id));
    const clears = this.#clears;
    const loaded = new Map(vscode.workspace.textDocuments.map((one) => [one.uri.toString(), one.languageId]));
    const read = new Map<string, ReadFile>();
    const texts: IndexedText[] = [];
    for (const id of ids.slice(0, MOST)) {
      const uri = vscode.Uri.parse(id, true);
      // What no tab shows may be loaded all the same for a while.
      const languageId = loaded.get(id) ?? this.#languages.get(id);
      const mayRead = languageId !== undefined && (await this.#mayRead(uri, languageId));
      // It may be gone from the disk, or be no text.
      const file = mayRead ? await this.#file(uri).catch(() => undefined) : undefined;
      if (file !== undefined && languageId !== undefined) {
        read.set(id, file);
        const path = vscode.workspace.asRelativePath(uri, false).replaceAll('\\', '/');
        texts.push(
          ...markedTexts({ path, languageId, chunks: file.chunks }, trail.marksOf(id), false).map(asVisited),
        );
      }
    }
    if (clears === this.#clears) {
      this.#read = read;
    }
    return texts;
  }

  async #mayRead(uri: vscode.Uri, languageId: string): Promise<boolean> {
    const { enabled, neighbours } = completionSettings({ uri, languageId });
    return enabled && neighbours && (await this.exclusions.hiddenBy(uri)) === undefined;
  }

  async #file(uri: vscode.Uri): Promise<ReadFile | undefined> {
    const { mtime, size } = await vscode.workspace.fs.stat(uri);
    const known = this.#read.get(uri.toString());
    if (size > MOST_BYTES || (known?.mtime === mtime && known.size === size)) {
      return size > MOST_BYTES ? undefined : known;
    }
    const bytes = await vscode.workspace.fs.readFile(uri);
    const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes).replaceAll('\r\n', '\n');
    return { mtime, size, chunks: indexChunks(text) };
  }
}

/** Whether a document is still to be had once it is closed, without anything being fetched for it. */
function isOnDisk(id: string): boolean {
  return /^(?:file|vscode-remote):/u.test(id);
}

/** No part of a closed file is open. */
function asVisited(text: IndexedText): IndexedText {
  return text.origin === 'open' ? { ...text, origin: 'visited' } : text;
}
