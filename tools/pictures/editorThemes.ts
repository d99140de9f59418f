/** VS Code's themes that pictures are taken in, by the words in the pictures' names. */
export const EDITOR_THEMES = {
  dark: 'Dark Modern',
  light: 'Light Modern',
  'high-contrast': 'Default High Contrast',
} as const;
