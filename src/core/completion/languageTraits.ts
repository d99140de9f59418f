const PROSE = new Set(
  'plaintext markdown restructuredtext asciidoc latex tex git-commit scminput'.split(' '),
);
const MARKUP = new Set('html xml xsl svg vue svelte handlebars'.split(' '));

/** Whether the language is read as sentences, where brackets and quotes prove nothing (`1)`, `:-)`, `don't`). */
export function isProse(languageId: string): boolean {
  return PROSE.has(languageId);
}

/** Whether tags rather than brackets carry the structure. */
export function isMarkup(languageId: string): boolean {
  return MARKUP.has(languageId);
}

/** Whether tags such as `<s>` may be what the author means: markup, and the languages that embed it. */
export function mayHoldTags(languageId: string): boolean {
  return isMarkup(languageId) || /^(?:markdown|php|.*react)$/.test(languageId);
}
