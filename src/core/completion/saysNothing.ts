/** Words that begin or join statements: what is meant shows only with the word after them. */
const OPENING_WORDS = new Set(
  (
    'abstract and as async await case class const def elif enum export extends final for from func function if ' +
    'implements import in interface is let namespace new not of or private protected public readonly return ' +
    'static struct super this throw type typeof use using var while with yield'
  ).split(' '),
);

/** Whether a text consists of such words alone: a person has typed them sooner than read them. */
export function saysNothing(text: string): boolean {
  return text
    .trim()
    .split(/[ \t]+/u)
    .every((word) => OPENING_WORDS.has(word));
}
