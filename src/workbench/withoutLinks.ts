/**
 * A message of which nothing is a link: the editor makes links of Markdown's, those that run commands too, and names in
 * files, or what a model wrote, may be meant to be just that.
 */
export function withoutLinks(message: string): string {
  return message.replaceAll(/\]\(/gu, '] (').replaceAll(/[\p{Cc}\u202a-\u202e\u2066-\u2069]+/gu, ' ');
}
