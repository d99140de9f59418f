import { drop, type Filter, keep } from '../filter.ts';
import { isBlank } from '../lineText.ts';

/** Drops what would show nothing. */
export const dropBlank: Filter = (text) => (isBlank(text) ? drop('blank') : keep(text));
