import { parseJsonc } from './parseJsonc.ts';
import { readRules, type TokenRule } from './themeRules.ts';

/** A theme's file, wherever an extension keeps it. */
export interface ThemeFile {
  read(): Promise<string>;
  /** The file at a path that is relative to this one. */
  relative(path: string): ThemeFile;
}

/** Themes build on one another; a longer chain is a circle. */
const MAX_INCLUDES = 8;

/**
 * The rules of a theme, those of the files it includes first. Throws for a file that can't be read or is no JSON, such
 * as a TextMate theme in XML: half of a theme's colours would be none.
 */
export async function readTheme(file: ThemeFile, depth = 0): Promise<readonly TokenRule[]> {
  const theme = parseJsonc(await file.read());
  if (typeof theme !== 'object' || theme === null) {
    throw new TypeError('The theme is no object.');
  }
  const include = 'include' in theme ? theme.include : undefined;
  const tokenColors = 'tokenColors' in theme ? theme.tokenColors : undefined;
  if (typeof tokenColors === 'string') {
    throw new TypeError('The theme keeps its token colours in a file of another format.');
  }
  const included =
    typeof include === 'string' && depth < MAX_INCLUDES
      ? await readTheme(file.relative(include), depth + 1)
      : [];
  return [...included, ...readRules(tokenColors)];
}
