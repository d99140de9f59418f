/** Between two times that other texts are looked through for the same document: what is near the cursor changes slowly. */
export const GATHERING_PAUSE_MS = 2000;
/** Open files that are looked through. */
export const MOST_OPEN = 12;
/** Earlier cells of a notebook that are looked through. */
export const MOST_CELLS = 40;
