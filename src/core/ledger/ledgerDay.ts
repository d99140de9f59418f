/** The day of a moment, in milliseconds since 1970, as `2026-01-31`: in the user's own time, by which days begin and end. */
export function dayOf(at: number): string {
  return written(new Date(at));
}

/** The days up to that of a moment, the first one first. */
export function daysUpTo(at: number, count: number): readonly string[] {
  const last = new Date(at);
  // At noon: no change of the clocks makes it another day.
  return Array.from({ length: count }, (_, index) =>
    written(new Date(last.getFullYear(), last.getMonth(), last.getDate() - (count - 1 - index), 12)),
  );
}

/** Whether a text is a day as it is written here. */
export function isDay(text: string): boolean {
  return /^\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])$/u.test(text);
}

function written(date: Date): string {
  const two = (value: number): string => String(value).padStart(2, '0');
  return `${String(date.getFullYear()).padStart(4, '0')}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
}
