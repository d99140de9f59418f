/** A share of characters that no text has. */
const MAX_CONTROL_SHARE = 0.05;
/** Enough to tell. */
const SAMPLE_CHARACTERS = 20_000;

/** Whether a document’s text is that of a binary file: no model can say anything about it. */
export function isBinaryText(text: string): boolean {
  const sample = text.slice(0, SAMPLE_CHARACTERS);
  const control = sample.match(/[\u0000-\u0008\u000E-\u001A\u001C-\u001F\uFFFD]/gu)?.length ?? 0;
  return sample.includes('\u0000') || control > sample.length * MAX_CONTROL_SHARE;
}
