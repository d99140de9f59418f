import { type Filter, keep } from '../filter.ts';

/** Writes line ends as the pipeline does; those of the document are put back where the text goes into it. */
export const normaliseLineEnds: Filter = (text) => keep(text.replaceAll('\r\n', '\n'));
