import { join } from 'node:path';

/**
 * Rewrites what OpenCode says of a long output that it has put into its own data folder on this machine (1.18.33): the tools act on the
 * host, and find nothing there.
 */
export function withoutKeptHere(env: NodeJS.ProcessEnv): (text: string) => string {
  const data = env['XDG_DATA_HOME'] ?? join(env['HOME'] ?? '/', '.local', 'share');
  const begin = `Full output saved to: ${join(data, 'opencode', 'tool-output')}/`;
  return (text) => {
    let result = text;
    for (let at = result.indexOf(begin); at >= 0; at = result.indexOf(begin, at + 1)) {
      const end = /\n[^\n]*|$/.exec(result.slice(at + begin.length));
      const after = at + begin.length + (end?.index ?? 0) + (end?.[0].length ?? 0);
      result = `${result.slice(0, at)}The rest is not to be had: ask for less at a time.${result.slice(after)}`;
    }
    return result;
  };
}
