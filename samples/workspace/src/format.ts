import { type Tide } from './tide';

/** Writes a tide as one line, such as `06:15  4.2 m`. */
export function formatTide(tide: Tide): string {
  const hours = String(tide.time.getHours()).padStart(2, '0');
  const minutes = String(tide.time.getMinutes()).padStart(2, '0');
  return `${hours}:${minutes}  ${tide.height.toFixed(1)} m`;
}

/** Writes several tides, one line each. */
export function formatTides(tides: readonly Tide[]): string {
  return tides.map((tide) => formatTide(tide)).join('\n');
}
