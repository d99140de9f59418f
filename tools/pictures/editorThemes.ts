/** VS Code's themes that pictures are taken in, by the words in the pictures' names. */
export const EDITOR_THEMES = {
  dark: 'Dark Modern',
  light: 'Light Modern',
  'high-contrast': 'Default High Contrast',
} as const;

/** The settings of an editor whose picture is taken: what moves would be taken half on its way. */
export function pictureSettings(theme: string): Readonly<Record<string, unknown>> {
  return {
    'workbench.colorTheme': theme,
    'workbench.reduceMotion': 'on',
    'editor.minimap.enabled': false,
  };
}
