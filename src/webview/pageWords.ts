/** How a page writes: its texts, and numbers as they are written in its language. */
export interface PageWords<Key extends string> {
  /** BCP 47. */
  readonly language: string;
  readonly say: (key: Key, ...values: readonly (string | number)[]) => string;
  readonly number: (value: number, digits?: number) => string;
  /** Decimal: kB, MB, GB. */
  readonly bytes: (value: number) => string;
  /** With M or B, as models are named. */
  readonly parameters: (value: number) => string;
}

/** Writes in a language, with its strings; `{0}` and so on in them stand for values. */
export function pageWords<Key extends string>(
  strings: Readonly<Record<Key, string>>,
  language: string,
): PageWords<Key> {
  const number = (value: number, digits = 0): string =>
    value.toLocaleString(localeOf(language), { maximumFractionDigits: digits });
  const scaled = (value: number, units: readonly string[], step: number): string => {
    let at = 0;
    let rest = value;
    while (rest >= step && at < units.length - 1) {
      rest /= 1000;
      at += 1;
    }
    return `${number(rest, at === 0 || rest >= 100 ? 0 : rest >= 10 ? 1 : 2)} ${units[at] ?? ''}`.trim();
  };
  return {
    language,
    say: (key, ...values) =>
      strings[key].replaceAll(/\{(\d)\}/gu, (placeholder, at) => String(values[Number(at)] ?? placeholder)),
    number,
    bytes: (value) => scaled(value, ['B', 'kB', 'MB', 'GB', 'TB'], 1000),
    parameters: (value) => scaled(value, ['', 'k', 'M', 'B'], 1000),
  };
}

/** A name that is none, such as that of a pseudo-language, must not bring the page down. */
export function localeOf(language: string): string {
  try {
    return Intl.getCanonicalLocales(language)[0] ?? 'en';
  } catch {
    return 'en';
  }
}
