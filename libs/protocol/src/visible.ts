/**
 * Text of a host's for a person who decides on it: on one line, and nothing in it that cannot be seen. What steers a terminal, turns text
 * or has no look of its own is written as an escape, and so is every blank but a single space. Of what is longer there are the beginning
 * and the end, with the length between them.
 */
export function visible(text: string, longest = Infinity): string {
  if (text.length <= longest) {
    const whole = written(text);
    if (whole.length <= longest) return whole;
  }
  const end = Math.floor(longest / 3);
  const head = written(text.slice(0, 2 * end)).slice(0, 2 * end);
  return `${head} … (of ${text.length} characters) … ${written(text.slice(-end)).slice(-end)}`;
}

const unseen =
  /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}\u2800]|(?! )\p{Zs}|(?<= ) |^ | $/gu;

function written(text: string): string {
  return text.replace(unseen, (character) => {
    if (character === '\n') return '\\n';
    if (character === '\t') return '\\t';
    const code = character.codePointAt(0) ?? 0;
    const digits = code.toString(16);
    if (code < 0x100) return `\\x${digits.padStart(2, '0')}`;
    return code < 0x10000 ? `\\u${digits.padStart(4, '0')}` : `\\u{${digits}}`;
  });
}
