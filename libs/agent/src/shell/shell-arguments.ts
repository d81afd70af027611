/** The line of `-c LINE`, `-lc LINE` or `-l -c LINE`; undefined for anything else: this is a shell for nothing but that. */
export function lineOf(args: readonly string[]): string | undefined {
  const rest = args[0] === '-l' ? args.slice(1) : args;
  const [flag = '', line, ...more] = rest;
  return ['-c', '-lc'].includes(flag) && more.length === 0 ? line : undefined;
}
