import { execFile } from 'node:child_process';

/** Runs a script on the stdin of a local shell in an otherwise empty environment; resolves with what it printed. */
export function runInShell(shell: string[], script: string, env: Record<string, string>): Promise<string> {
  const [program = '/bin/sh', ...args] = shell;
  return new Promise((resolve, reject) => {
    const child = execFile(program, args, { env, encoding: 'utf8' }, (error, stdout, stderr) => {
      if (error) reject(new Error(`${error.message}: ${stderr}`));
      else resolve(stdout);
    });
    child.stdin?.end(script);
  });
}
