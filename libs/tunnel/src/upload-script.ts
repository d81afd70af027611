import { quote } from './quote.js';

export interface UploadScript {
  path: string;
  decompress?: 'gzip';
  /** Bytes that must have arrived; absent where gzip itself tells a cut stream. */
  size?: number;
  then?: string;
}

/**
 * The POSIX-sh script that stores its stdin. A broken connection looks like the end of input from there, so the bytes
 * are counted (or gzip's own check decides) before `then` runs. Whatever fails, the file goes.
 */
export function uploadScript({ path, decompress, size, then }: UploadScript): string {
  const folder = quote(path.slice(0, path.lastIndexOf('/')) || '/');
  const steps = [
    `f=${quote(path)}`,
    'PATH=$PATH:/usr/local/bin:/usr/bin:/bin',
    // What fails is removed: never a device, or whatever else stood there before.
    `if [ -e "$f" ] && [ ! -f "$f" ]; then echo "not a regular file: $f" >&2; exit 73; fi`,
    'umask 077',
    // A second signal must not end the shell before the file is gone; PIPE comes when it reports the first one.
    `clean() { trap "" HUP INT PIPE TERM; rm -f "$f"; }`,
    'trap clean EXIT',
    `trap 'clean; exit 143' HUP INT PIPE TERM`,
    `${decompress === 'gzip' ? 'gzip -dc' : 'cat'} > "$f" || exit`,
  ];
  if (size !== undefined) {
    steps.push(
      `n=$(wc -c < "$f") || exit`,
      `[ "$((n))" -eq ${size} ] || { echo "upload cut: $((n)) of ${size} bytes" >&2; exit 74; }`,
    );
  }
  // In a subshell: `then` may use exec, and the file is to go when it fails.
  if (then !== undefined) steps.push(`( cd ${folder} && eval ${quote(then)} ) || exit`);
  steps.push('trap - EXIT');
  return steps.join('; ');
}
