/**
 * A text from a file with everything made visible that would act on what shows it: control characters and those that
 * turn the direction of writing become escapes such as `\u{202e}`. Line breaks and tabs stay.
 */
export function printableText(text: string): string {
  return text.replace(
    /[^\P{C}\n\t]/gu,
    (character) => `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`,
  );
}
