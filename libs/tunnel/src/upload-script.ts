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
 *
 * Each shell writes to a name of its own: a server under load (Dropbear) may start a command and end its channel in place of an
 * answer, so that it is asked for again, and the first one would take the second one's file with it.
 */
export function uploadScript({ path, decompress, size, then }: UploadScript): string {
  const folder = quote(path.slice(0, path.lastIndexOf('/')) || '/');
  const steps = [
    `f=${quote(path)} t=${quote(path)}.$$`,
    'PATH=$PATH:/usr/local/bin:/usr/bin:/bin',
    // What fails is removed: never a device, or whatever else stood there before.
    `if [ -e "$f" ] && [ ! -f "$f" ]; then echo "not a regular file: $f" >&2; exit 73; fi`,
    'u=$(umask); umask 077',
    // A second signal must not end the shell before the file is gone; PIPE comes when it reports the first one.
    `clean() { trap "" HUP INT PIPE TERM; rm -f "$t"; }`,
    'trap clean EXIT',
    `trap 'clean; exit 143' HUP INT PIPE TERM`,
    `${decompress === 'gzip' ? 'gzip -dc' : 'cat'} > "$t" || exit`,
  ];
  if (size !== undefined) {
    steps.push(
      `n=$(wc -c < "$t") || exit`,
      `[ "$((n))" -eq ${size} ] || { echo "upload cut: $((n)) of ${size} bytes" >&2; exit 74; }`,
    );
  }
  steps.push('mv -f "$t" "$f" || exit', 't=$f');
  // In a subshell: `then` may use exec, and the file is to go when it fails. What it starts has the umask of the login.
  if (then !== undefined) steps.push(`( umask "$u" && cd ${folder} && eval ${quote(then)} ) || exit`);
  steps.push('trap - EXIT');
  return steps.join('; ');
}
