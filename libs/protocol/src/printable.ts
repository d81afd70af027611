const maxLength = 2_000;

/** Text from outside, made safe for a terminal: control characters become spaces (line ends stay), too much is cut. */
export function printable(text: string, longest = maxLength): string {
  const plain = text
    .slice(0, longest * 4)
    .replace(/[^\P{Cc}\n]|[\p{Zl}\p{Zp}]/gu, ' ')
    .replace(/\p{Cf}/gu, '');
  return plain.length > longest || text.length > longest * 4 ? `${plain.slice(0, longest)}…` : plain;
}
