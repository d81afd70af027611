/**
 * Makes text that came from a remote host safe to show: control characters, escape sequences and the
 * bidirectional overrides become visible escapes, so that it can neither move the cursor nor reorder a line.
 */
export function escapeControl(text: string): string {
  return text.replace(/[\p{Cc}\u061c\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069]/gu, (character) => {
    if (character === '\n') return '\\n';
    if (character === '\t') return '\\t';
    const code = character.charCodeAt(0);
    return code < 0x100
      ? `\\x${code.toString(16).padStart(2, '0')}`
      : `\\u${code.toString(16).padStart(4, '0')}`;
  });
}
