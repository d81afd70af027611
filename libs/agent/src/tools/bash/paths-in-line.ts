import { posix } from 'node:path';

import type { ParsedLine } from './parse-command.js';

/** These only go somewhere: no rule of OpenCode's is asked about them. */
export const goesElsewhere: ReadonlySet<string> = new Set(['cd', 'chdir', 'popd', 'pushd']);

/** Those of whose arguments OpenCode takes for paths. */
const takesPaths = new Set([...goesElsewhere, 'rm', 'cp', 'mv', 'mkdir', 'touch', 'chmod', 'chown', 'cat']);

/** Not in anybody's folder, whatever is written to them. */
const device = /^\/dev\/(?:null|zero|full|u?random|tty|std(?:in|out|err)|fd\/\d+)$/;

/**
 * Absolute paths that a line names as far as that can be read off it: what OpenCode looks at, and the files of redirections. What
 * only the shell can know is left out. `cwd` and `home` are on the host, as are the paths.
 */
export function pathsInLine(line: ParsedLine, { cwd, home }: { cwd: string; home: string }): string[] {
  const written = [...line.commands.flatMap(({ words }) => pathArguments(words)), ...line.redirections];
  const paths = written.flatMap((word) => {
    const path = plainPath(word, home);
    return path === undefined ? [] : [posix.resolve(cwd, path)];
  });
  return [...new Set(paths)].filter((path) => !device.test(path));
}

function pathArguments([name = '', ...rest]: readonly string[]): string[] {
  if (!takesPaths.has(name)) return [];
  return rest.filter((word) => !word.startsWith('-') && !(name === 'chmod' && word.startsWith('+')));
}

function plainPath(word: string, home: string): string | undefined {
  const quoted = unquoted(word).replace(/^~(?=\/|$)|^\$(?:HOME\b|\{HOME\})/, home);
  const glob = /[?*[]/.exec(quoted);
  const path = glob ? quoted.slice(0, glob.index) : quoted;
  return path === '' || path.startsWith('(') || /[$`]/.test(path) ? undefined : path;
}

function unquoted(word: string): string {
  const [first] = word;
  if (word.length > 1 && (first === '"' || first === "'") && word.endsWith(first)) return word.slice(1, -1);
  return word.replace(/\\(.)/gs, '$1');
}
