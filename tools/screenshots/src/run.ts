import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

/** What a local program prints; rejects when it fails. */
export async function run(
  program: string,
  args: readonly string[],
  options: { env?: Record<string, string>; cwd?: string } = {},
): Promise<string> {
  const { stdout } = await promisify(execFile)(program, [...args], {
    maxBuffer: 16 * 1024 * 1024,
    ...options,
  });
  return stdout;
}
