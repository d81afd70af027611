const maxLength = 2_000;

/** Text from outside, made safe for a terminal: control characters become spaces (line ends stay), too much is cut. */
export function printable(text: string): string {
  const plain = text.replace(/[^\P{Cc}\n]/gu, ' ').replace(/\p{Cf}/gu, '');
  return plain.length > maxLength ? `${plain.slice(0, maxLength)}…` : plain;
}
