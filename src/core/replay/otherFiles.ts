import { type DocumentContext } from '../completion/documentContext.ts';
import { chooseNeighbours } from '../completion/neighbours/chooseNeighbours.ts';
import { indexChunks, type IndexedText } from '../completion/neighbours/indexedText.ts';
import { type Neighbour } from '../completion/neighbours/neighbour.ts';
import { type CopiedText, copiedTexts, type OtherTexts } from '../completion/neighbours/otherTexts.ts';
import { languageOfFile } from './fileKinds.ts';

/** As many as the editor looks through. */
const MOST = 12;

/** What an editor would offer of files, if all of them were open and just looked at. */
export class OtherFiles {
  readonly #texts: readonly IndexedText[];
  readonly #copyFrom: readonly CopiedText[];

  /** @param files those that were looked at last first, with line breaks of any kind */
  constructor(files: readonly CopiedText[]) {
    const read = files
      .slice(0, MOST)
      .map(({ path, text }) => ({ path, text: text.replaceAll('\r\n', '\n') }));
    this.#copyFrom = copiedTexts(read);
    this.#texts = read.map(({ path, text }) => ({
      path,
      languageId: languageOfFile(path) ?? 'plaintext',
      origin: 'open',
      seenAt: 0,
      chunks: indexChunks(text),
    }));
  }

  /**
   * What lies ready for a document. It is chosen for the first room that is asked for, and for another one anew: an editor
   * chooses in idle moments, and not with each key.
   */
  near(document: DocumentContext): (room: number) => OtherTexts {
    let chosen: { readonly room: number; readonly neighbours: readonly Neighbour[] } | undefined;
    return (room) => {
      if (chosen?.room !== room) {
        chosen = {
          room,
          neighbours: chooseNeighbours({ document, texts: this.#texts, before: [], room }, 0),
        };
      }
      return { neighbours: chosen.neighbours, copyFrom: this.#copyFrom };
    };
  }
}
