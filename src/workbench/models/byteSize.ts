const UNITS = ['B', 'kB', 'MB', 'GB', 'TB'];
const STEP = 1000;

/** A number of bytes as people and hubs write it: `7.5 MB`, in powers of 1,000, with at most three digits. */
export function byteSize(bytes: number): string {
  let value = bytes;
  let unit = 0;
  while (value >= STEP && unit < UNITS.length - 1) {
    value /= STEP;
    unit++;
  }
  const digits = unit > 0 && value < 10 ? 1 : 0;
  return `${value.toFixed(digits)} ${UNITS[unit] ?? ''}`;
}
