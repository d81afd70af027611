const newline = 0x0a;

/** Puts `prefix` before each line. `lines` are whole ones, with their ends; one copy, however many they are. */
export function prefixLines(lines: Buffer, prefix: Buffer): Buffer {
  const starts = [0];
  for (
    let at = lines.indexOf(newline);
    at >= 0 && at + 1 < lines.length;
    at = lines.indexOf(newline, at + 1)
  ) {
    starts.push(at + 1);
  }
  const prefixed = Buffer.allocUnsafe(lines.length + starts.length * prefix.length);
  let to = 0;
  starts.forEach((from, index) => {
    to += prefix.copy(prefixed, to);
    to += lines.copy(prefixed, to, from, starts[index + 1] ?? lines.length);
  });
  return prefixed;
}
