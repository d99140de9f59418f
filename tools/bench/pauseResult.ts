import { type GhostTextChange } from '../host/ghostTextWatch.ts';

/** What a person sees in a pause after a key. Times count from that key. */
export type PauseResult =
  /** It was there at the key and stayed, or became the rest of itself, without a gap: shown, and not waited for. */
  | { readonly kind: 'kept'; readonly ms: number; readonly isGone: boolean }
  /** It came in the pause. */
  | { readonly kind: 'came'; readonly ms: number; readonly isGone: boolean }
  | { readonly kind: 'nothing' };

/**
 * Reads a pause out of the changes of ghost text, of which the first is the last one before the key. What came counts
 * as shown whether or not it was gone again when the pause ended, which `isGone` tells.
 */
export function judgePause(changes: readonly GhostTextChange[], keyAt: number): PauseResult {
  const before = changes.findLast(({ at }) => at < keyAt)?.text ?? '';
  const after = changes.filter(({ at }) => at >= keyAt);
  const isGone = after.at(-1)?.text === '';
  const [first] = after;
  if (before !== '' && first?.text !== '') {
    return { kind: 'kept', ms: first === undefined ? 0 : first.at - keyAt, isGone };
  }
  const shown = after.find(({ text }) => text !== '');
  return shown === undefined ? { kind: 'nothing' } : { kind: 'came', ms: shown.at - keyAt, isGone };
}
