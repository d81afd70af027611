import { spawn } from 'node:child_process';

export interface RunOptions {
  input?: string | Uint8Array;
  env?: NodeJS.ProcessEnv;
  cwd?: string;
  /** Kills the program after this many milliseconds; default 60 s. */
  timeoutMs?: number;
}

export interface RunResult {
  /** Exit code; 128 + signal number is not used here: a killed program has `code` null. */
  code: number | null;
  stdout: string;
  stderr: string;
}

/** Runs a program to its end and collects what it printed. Rejects only when it could not be started. */
export function run(command: string, args: string[], options: RunOptions = {}): Promise<RunResult> {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, {
      cwd: options.cwd,
      env: options.env ?? process.env,
      timeout: options.timeoutMs ?? 60_000,
      killSignal: 'SIGKILL',
    });
    const stdout: Buffer[] = [];
    const stderr: Buffer[] = [];
    child.stdout.on('data', (chunk: Buffer) => stdout.push(chunk));
    child.stderr.on('data', (chunk: Buffer) => stderr.push(chunk));
    child.on('error', reject);
    child.on('close', (code) => {
      resolve({ code, stdout: Buffer.concat(stdout).toString(), stderr: Buffer.concat(stderr).toString() });
    });
    // A program that does not read its input to the end is none of our business.
    child.stdin.on('error', () => undefined);
    child.stdin.end(options.input);
  });
}

/** Like {@link run}, and a failure is an error that shows the last lines of what was printed. */
export async function must(command: string, args: string[], options: RunOptions = {}): Promise<string> {
  const { code, stdout, stderr } = await run(command, args, options);
  if (code === 0) return stdout;
  const tail = `${stderr}\n${stdout}`.trim().split('\n').slice(-5).join('; ');
  throw new Error(`${command} ${args.slice(0, 3).join(' ')} failed (${String(code)}): ${tail}`);
}
