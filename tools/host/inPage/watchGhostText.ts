import {
  GHOST_TEXT_WATCH,
  type GhostTextChange,
  type GhostTextState,
  type GhostTextWatch,
} from '../ghostTextWatch.ts';

/** Ghost text inside a line; a line may hold several, or one that the tokens of the text cut into spans. */
const INLINE = '.ghost-text-decoration, .ghost-text-decoration-preview';
/** The further lines of a multi-line suggestion, a block of its own below the line. */
const BLOCK = '.suggest-preview-text';
/** The editor marks with it what a suggestion replaces, and what it does not show. */
const HIDDEN = '.ghost-text-hidden';

/** More than come in a pause. */
const REMEMBERED = 500;

let text = '';
let since = 0;
let lastKeyAt = 0;
const changes: GhostTextChange[] = [];
const listeners = new Set<() => void>();

function isVisible(element: Element): boolean {
  const { width, height } = element.getBoundingClientRect();
  return width > 0 && height > 0 && element.closest(HIDDEN) === null;
}

/** The editor draws spaces as no-break spaces, or as middle dots where white space is made visible. */
function toPlainText(drawn: string | null): string {
  return (drawn ?? '').replace(/[\u00a0\u00b7]/g, ' ').replace(/[\u200b-\u200d\ufeff]/g, '');
}

function readGhostText(): string {
  const inline = [...document.querySelectorAll(INLINE)].filter(
    (element) => isVisible(element) && element.parentElement?.closest(`${INLINE}, ${BLOCK}`) == null,
  );
  // The block itself has no height: its lines are positioned in it.
  const blockLines = [...document.querySelectorAll(`${BLOCK} .view-line`)].filter(isVisible);
  return [inline.map((element) => toPlainText(element.textContent)).join('')]
    .concat(blockLines.map((line) => toPlainText(line.textContent)))
    .join('\n');
}

function update(): void {
  const current = readGhostText();
  if (current !== text) {
    text = current;
    since = performance.now();
    changes.push({ text, at: since });
    changes.splice(0, changes.length - REMEMBERED);
    for (const listener of listeners) {
      listener();
    }
  }
}

function state(): GhostTextState {
  update();
  return { text, since, lastKeyAt, now: performance.now() };
}

function changesSince(at: number): readonly GhostTextChange[] {
  update();
  return changes.slice(
    Math.max(
      0,
      changes.findLastIndex((change) => change.at < at),
    ),
  );
}

async function waitFor(visible: boolean, timeoutMs: number): Promise<GhostTextState | undefined> {
  const deadline = performance.now() + timeoutMs;
  for (;;) {
    const change = await becomes(visible, deadline - performance.now());
    if (change === undefined) {
      return undefined;
    }
    // The further lines come in the same frame as the first, but after it.
    await nextFrame();
    const drawn = state();
    if ((drawn.text !== '') === visible) {
      return { ...drawn, since: change.since };
    }
  }
}

function becomes(visible: boolean, timeoutMs: number): Promise<GhostTextState | undefined> {
  return new Promise((resolve) => {
    const settle = (result: GhostTextState | undefined): void => {
      clearTimeout(timer);
      listeners.delete(check);
      resolve(result);
    };
    const check = (): void => {
      if ((text !== '') === visible) {
        settle({ text, since, lastKeyAt, now: performance.now() });
      }
    };
    const timer = setTimeout(() => {
      settle(undefined);
    }, timeoutMs);
    listeners.add(check);
    update();
    check();
  });
}

function nextFrame(): Promise<void> {
  return new Promise((resolve) => {
    // The task after the frame's callbacks runs once the frame is drawn.
    requestAnimationFrame(() => {
      setTimeout(resolve);
    });
  });
}

/** Starts to watch; runs before the page's own scripts. */
function watch(): void {
  new MutationObserver(update).observe(document, {
    subtree: true,
    childList: true,
    characterData: true,
    attributes: true,
    attributeFilter: ['class', 'style'],
  });
  const noteKey = (event: Event): void => {
    if (event.target instanceof Element && event.target.closest('.editor-instance') !== null) {
      lastKeyAt = event.timeStamp;
    }
  };
  addEventListener('keydown', noteKey, true);
  Object.assign(globalThis, {
    [GHOST_TEXT_WATCH]: { state, changesSince, waitFor, nextFrame } satisfies GhostTextWatch,
  });
}

// A page has frames (webviews); only the workbench itself holds the editors.
if (window === window.top) {
  watch();
}
