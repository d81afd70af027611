/**
 * What a host sends, as text that can neither move a cursor nor reorder a line: escape sequences go, other control characters and
 * bidirectional overrides become visible. Lines and tabs stay.
 */
export function plainText(text: string): string {
  return text
    .replace(escapeSequences, '')
    .replaceAll('\r\n', '\n')
    .replace(/[\p{Cc}\u061c\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069]/gu, (character) =>
      character === '\n' || character === '\t'
        ? character
        : `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
    );
}

/** ECMA-48: control sequences (colours, cursor), and strings to the terminal up to their end (titles, links). */
const escapeSequences =
  /\u001b(?:\[[0-?]*[ -/]*[@-~]|[\]P^_X][^\u0007\u001b]*(?:\u0007|\u001b\\)|[@-Z\\-_])/g;
