/** More than start-up files print; then the mark does not come any more. */
const maxNoise = 1024 * 1024;

/** Gives on what comes behind a line that is `mark`, and nothing of what comes before it: chunks may be cut anywhere. */
export function behindMark(mark: string): (chunk: Buffer) => Buffer | undefined {
  const line = Buffer.from(`\n${mark}\n`);
  let seen: Buffer | undefined = Buffer.from('\n');
  return (chunk) => {
    if (!seen) return chunk;
    seen = Buffer.concat([seen, chunk]);
    const at = seen.indexOf(line);
    if (at < 0) {
      if (seen.length > maxNoise) throw new Error('the login printed without end');
      return undefined;
    }
    const rest = seen.subarray(at + line.length);
    seen = undefined;
    return rest.length > 0 ? rest : undefined;
  };
}
