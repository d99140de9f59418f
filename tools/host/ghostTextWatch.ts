/** What the editor shows at a moment; all times are the page's `performance.now()`, in milliseconds. */
export interface GhostTextState {
  /** The visible ghost text with plain spaces and `\n` between lines; empty when none is visible. */
  readonly text: string;
  /** When this text came to be in the DOM. */
  readonly since: number;
  /** When the editor last got a key, by the time stamp of its event; 0 before the first. */
  readonly lastKeyAt: number;
  /** The moment of reading. */
  readonly now: number;
}

/** Ghost text that came to be in the DOM, or empty text as it went, on the page's `performance.now()`. */
export interface GhostTextChange {
  readonly text: string;
  readonly at: number;
}

/** What the page offers to the driver, as a global named by `GHOST_TEXT_WATCH`. */
export interface GhostTextWatch {
  state(): GhostTextState;
  /** The last change before a moment, and all that came since; of older ones than some hundreds nothing is known. */
  changesSince(at: number): readonly GhostTextChange[];
  /** Resolves once ghost text is visible (or, for false, is not), at once if it is so; undefined at the timeout. */
  waitFor(visible: boolean, timeoutMs: number): Promise<GhostTextState | undefined>;
  /** Resolves when the page has drawn what is in the DOM now. */
  nextFrame(): Promise<void>;
}

/** The name of the watch in the page. */
export const GHOST_TEXT_WATCH = '__openelmGhostTextWatch';
