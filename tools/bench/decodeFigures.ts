import { figure, type Figure } from './figures.ts';

/** How a model wrote. */
export interface Decoding {
  /** Tokens a second, run by run. */
  readonly speeds: readonly number[];
  /** Bytes of weights that a token reads. */
  readonly readBytes: number;
  readonly isUndisturbed: boolean;
}

/**
 * How fast a model writes, and how much of a bandwidth in bytes a second that is: its tokens a second times the bytes of
 * weights that one of them reads. Without a bandwidth the share has no value, and says why.
 */
export function decodeFigures(
  { speeds, readBytes, isUndisturbed }: Decoding,
  bandwidth: number | undefined,
): readonly Figure[] {
  const others = isUndisturbed ? '' : ', and others disturbed every run';
  const note = `a token reads ${(readBytes / 1e6).toFixed(1)} MB of weights${others}`;
  const decode = figure('decode', 'tokens/s', speeds, note);
  const name = 'decode: share of the memory bandwidth';
  if (bandwidth === undefined) {
    return [decode, figure(name, '%', [], 'the machine is too busy to measure its bandwidth')];
  }
  return [
    decode,
    figure('memory bandwidth', 'GB/s', [bandwidth / 1e9], 'as the calibration finds it, as many threads'),
    figure(
      name,
      '%',
      speeds.map((speed) => (100 * speed * readBytes) / bandwidth),
    ),
  ];
}
