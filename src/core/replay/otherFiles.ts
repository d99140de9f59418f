import { chunksAround, chunksFrom, type Lines } from '../completion/neighbours/chunksFrom.ts';
import { chooseOtherTexts, type OtherTextsChoice } from '../completion/neighbours/chooseOtherTexts.ts';
import { type DocumentContext } from '../completion/documentContext.ts';
import { MOST_CELLS, MOST_OPEN } from '../completion/neighbours/gatheringLimits.ts';
import { markedTexts } from '../completion/neighbours/markedTexts.ts';
import { MOST_DEFINITIONS } from '../completion/neighbours/namesToDefine.ts';
import { isSameRoom, type NeighbourRoom } from '../completion/neighbours/neighbourRoom.ts';
import { NEIGHBOUR_ORIGINS } from '../completion/neighbours/neighbour.ts';
import { type CopiedText, type OtherTexts } from '../completion/neighbours/otherTexts.ts';
import { type Ablation } from '../completion/pipelineIdeas.ts';
import { languageOfFile } from './fileKinds.ts';

/** How a text comes to stand beside a document; a definition is copied from alone. */
export const FILE_ORIGINS = [...NEIGHBOUR_ORIGINS, 'definition'] as const;
export type FileOrigin = (typeof FILE_ORIGINS)[number];

/** A text beside the document that is completed. */
export interface OtherFile extends CopiedText {
  /** Absent: the file is open. */
  readonly origin?: FileOrigin | undefined;
  /** VS Code's; absent: as the name says. */
  readonly languageId?: string | undefined;
}

/** What lies ready for a prompt with so much room. */
export type OthersFor = (room: NeighbourRoom) => OtherTexts;

/** What an editor would offer of texts, if all of them had just been looked at. */
export function otherFiles(
  document: DocumentContext,
  files: readonly OtherFile[],
  ablation?: Ablation,
): OthersFor {
  const all = files.flatMap(({ path, text, origin = 'open', languageId }) =>
    origin === 'definition'
      ? []
      : {
          path,
          languageId: languageId ?? languageOf(path),
          origin,
          seenAt: 0,
          chunks: chunksFrom(linesOf(text), 0),
        },
  );
  const definitions = files.filter(({ origin }) => origin === 'definition').slice(0, MOST_DEFINITIONS);
  const cells = all.filter(({ origin }) => origin === 'cell').slice(-MOST_CELLS);
  const others = [...cells, ...all.filter(({ origin }) => origin !== 'cell').slice(0, MOST_OPEN)];
  const { path, languageId, prefix, suffix } = document;
  const chunks = chunksAround(linesOf(prefix + suffix), prefix.split('\n').length - 1);
  const own = markedTexts({ path, languageId, chunks }, [], true);
  return chosenOnce({ document, definitions, others, own, before: [] }, 0, ablation);
}

/**
 * What lies ready. It is chosen for the first room that is asked for, and for another one anew: an editor chooses in idle
 * moments, and not with each key.
 */
export function chosenOnce(
  choice: Omit<OtherTextsChoice, 'room'>,
  now: number,
  ablation: Ablation | undefined,
): OthersFor {
  let chosen: { readonly room: NeighbourRoom; readonly texts: OtherTexts } | undefined;
  return (room) => {
    if (chosen === undefined || !isSameRoom(chosen.room, room)) {
      chosen = { room, texts: chooseOtherTexts({ ...choice, room }, now, ablation) };
    }
    return chosen.texts;
  };
}

/** VS Code's identifier for a file of a name. */
export function languageOf(path: string): string {
  return languageOfFile(path) ?? 'plaintext';
}

/** A text with line breaks of any kind, line by line. */
export function linesOf(text: string): Lines {
  const lines = text.split(/\r?\n/u);
  return { lineCount: lines.length, lineAt: (line) => ({ text: lines[line] ?? '' }) };
}
