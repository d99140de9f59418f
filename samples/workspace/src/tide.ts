/** One turn of the tide at a harbour. */
export interface Tide {
  readonly time: Date;
  /** Metres above the chart's zero. */
  readonly height: number;
}

/** Half a lunar day, in minutes: from one high tide to the next. */
const HALF_LUNAR_DAY = 745;

/** The high tide that follows a given one, at the same height. */
export function nextHighTide(tide: Tide): Tide {
  return { time: addMinutes(tide.time, HALF_LUNAR_DAY), height: tide.height };
}

/** The low tide halfway between two high tides. */
export function lowTideBetween(first: Tide, second: Tide): Tide {
  const minutes = (second.time.getTime() - first.time.getTime()) / 60_000;
  return { time: addMinutes(first.time, minutes / 2), height: 0 };
}

function addMinutes(time: Date, minutes: number): Date {
  return new Date(time.getTime() + minutes * 60_000);
}
