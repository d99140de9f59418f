/** The languages of VS Code that are written from right to left. */
const RIGHT_TO_LEFT = /^(?:ar|fa|he|ur|ckb|ps|yi|qps-plocm)\b/u;

/** How a page in this language runs, as HTML's `dir` has it. */
export function writingDirection(language: string): 'rtl' | 'ltr' {
  return RIGHT_TO_LEFT.test(language) ? 'rtl' : 'ltr';
}
