import { type DocumentContext } from '../../src/core/completion/documentContext.ts';
import { chooseNeighbours } from '../../src/core/completion/neighbours/chooseNeighbours.ts';
import { indexChunks } from '../../src/core/completion/neighbours/indexedText.ts';
import { type Neighbour } from '../../src/core/completion/neighbours/neighbour.ts';
import { languageOfFile } from '../../src/core/replay/fileKinds.ts';
import { type CompletionCase } from './cases.ts';

/** What the editor would have chosen of a case's files, if all of them were open and just looked at. */
export function caseNeighbours(
  one: CompletionCase,
  document: DocumentContext,
  room: number,
): readonly Neighbour[] {
  const texts = (one.files ?? []).map(({ path, text }) => ({
    path,
    languageId: languageOfFile(path) ?? 'plaintext',
    origin: 'open' as const,
    seenAt: 0,
    chunks: indexChunks(text.replaceAll('\r\n', '\n')),
  }));
  return chooseNeighbours({ document, texts, before: [], room }, 0);
}
