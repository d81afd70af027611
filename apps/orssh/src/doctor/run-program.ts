import { execFile } from 'node:child_process';
import { access, constants, stat } from 'node:fs/promises';
import { join } from 'node:path';

export interface ProgramResult {
  /** Null: it was not found, or had to be ended. */
  code: number | null;
  stdout: string;
  stderr: string;
}

/** Runs a program of this machine to its end, which comes at the latest with `signal`; never rejects. */
export function runProgram(
  program: string,
  args: readonly string[],
  { env, signal, limitMs = 5_000 }: { env: NodeJS.ProcessEnv; signal: AbortSignal; limitMs?: number },
): Promise<ProgramResult> {
  return new Promise((resolve) => {
    const options = { env, signal, timeout: limitMs, killSignal: 'SIGKILL', encoding: 'utf8' } as const;
    const child = execFile(program, [...args], options, (error, stdout, stderr) => {
      const code = error ? (typeof error.code === 'number' ? error.code : null) : 0;
      resolve({ code, stdout, stderr });
    });
    child.stdin?.end();
  });
}

/** The file that a shell would run for `name`. */
export async function findProgram(name: string, env: NodeJS.ProcessEnv): Promise<string | undefined> {
  for (const folder of (env['PATH'] ?? '').split(':').filter(Boolean)) {
    const file = join(folder, name);
    if (await isProgram(file)) return file;
  }
  return undefined;
}

export async function isProgram(file: string): Promise<boolean> {
  try {
    await access(file, constants.X_OK);
    return (await stat(file)).isFile();
  } catch {
    return false;
  }
}
