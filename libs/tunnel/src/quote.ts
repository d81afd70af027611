/** Quotes one word for a POSIX shell. Not for login shells of unknown kind: see {@link quoteForLoginShell}. */
export function quote(word: string): string {
  refuseNul(word);
  if (/^[A-Za-z0-9_@%+=:,./-]+$/.test(word)) return word;
  return `'${word.replaceAll("'", String.raw`'\''`)}'`;
}

/**
 * A command line that runs `script` in `/bin/sh`, whichever shell reads it: POSIX shells, zsh, fish, csh, tcsh.
 * The login shell is replaced (`exec`); stdin stays untouched. Throws where the script contains a NUL.
 */
export function quoteForLoginShell(script: string): string {
  refuseNul(script);
  if (/^[\x20-\x7e]*$/.test(script)) return `exec /bin/sh -c ${quoteForAnyShell(script)}`;
  return `exec /bin/sh -c ${quoteForAnyShell('eval "$(printf %b "$1")"')} sh ${quoteForAnyShell(escapeOctal(script))}`;
}

/**
 * Printable ASCII as one word of every shell. Backslash (an escape inside fish's single quotes), quote and `!`
 * (history in csh even inside single quotes) stand outside the quotes, where all shells read `\x` as x.
 * Empty quotes are not written: zsh's RC_QUOTES reads two quotes in a row as one character.
 */
function quoteForAnyShell(text: string): string {
  if (text === '') return "''";
  return text.replace(/[^\\'!]+|[\\'!]/g, (part) => (/^[\\'!]$/.test(part) ? `\\${part}` : `'${part}'`));
}

/** For `printf %b`: csh cannot quote a newline, and shells in the C locale may change bytes above 127. */
function escapeOctal(script: string): string {
  let escaped = '';
  for (const byte of Buffer.from(script, 'utf8')) {
    const plain = byte >= 0x20 && byte < 0x7f && !`\\'!`.includes(String.fromCharCode(byte));
    escaped += plain ? String.fromCharCode(byte) : `\\0${byte.toString(8).padStart(3, '0')}`;
  }
  return escaped;
}

function refuseNul(text: string): void {
  if (text.includes('\0')) throw new TypeError('A shell word cannot contain a NUL character.');
}
