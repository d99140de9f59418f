/** Red, green and blue from 0 to 255. */
export type Rgb = readonly [red: number, green: number, blue: number];

/** WCAG 2.2, success criterion 1.4.3, level AA, for text of normal size. */
export const AA_CONTRAST = 4.5;
const STEPS = 20;

/** The colour itself where it can be read on the background, else the nearest mixture with `foreground` that can. */
export function readableColor(color: Rgb, background: Rgb, foreground: Rgb): Rgb {
  for (let step = 0; step < STEPS; step++) {
    const mixed = mix(color, foreground, step / STEPS);
    if (contrast(mixed, background) >= AA_CONTRAST) {
      return mixed;
    }
  }
  return foreground;
}

/** The ratio that WCAG defines, from 1 to 21. */
export function contrast(first: Rgb, second: Rgb): number {
  const [darker, lighter] = [luminance(first), luminance(second)].sort((a, b) => a - b) as [number, number];
  return (lighter + 0.05) / (darker + 0.05);
}

/** Reads what `getComputedStyle` gives for a colour; translucent ones are laid over `below`. */
export function parseColor(css: string, below: Rgb): Rgb | undefined {
  const hex = /^#(?<hex>[\da-f]{6})$/iu.exec(css)?.groups?.['hex'];
  if (hex !== undefined) {
    return [0, 2, 4].map((at) => Number.parseInt(hex.slice(at, at + 2), 16)) as unknown as Rgb;
  }
  const numbers = /^rgba?\((?<list>[^)]+)\)$/u
    .exec(css)
    ?.groups?.['list']?.split(/[\s,/]+/u)
    .map(Number);
  const [red, green, blue, alpha = 1] = numbers ?? [];
  if (red === undefined || green === undefined || blue === undefined) {
    return undefined;
  }
  return mix(below, [red, green, blue], alpha);
}

/** As CSS has it. */
export function toCss([red, green, blue]: Rgb): string {
  return `rgb(${Math.round(red)}, ${Math.round(green)}, ${Math.round(blue)})`;
}

function mix(from: Rgb, to: Rgb, share: number): Rgb {
  const at = (channel: 0 | 1 | 2): number => from[channel] + (to[channel] - from[channel]) * share;
  return [at(0), at(1), at(2)];
}

function luminance(color: Rgb): number {
  const [red, green, blue] = color.map((channel) => {
    const part = channel / 255;
    return part <= 0.040_45 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  }) as unknown as Rgb;
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}
