import { spawn } from 'node:child_process';
import { once } from 'node:events';
import type { Readable } from 'node:stream';

/** Runs a local program to its end, its output thrown away; rejects with its stderr when it fails. */
export async function run(
  argv: string[],
  options: {
    stdin?: () => Readable;
    env?: NodeJS.ProcessEnv;
    minimumBytes?: number;
    background?: boolean;
  } = {},
): Promise<void> {
  const [program = '', ...args] = argv;
  // A program that goes to the background would hold the pipes open.
  const pipe = options.background ? 'ignore' : 'pipe';
  const child = spawn(program, args, {
    stdio: [options.stdin ? 'pipe' : 'ignore', pipe, pipe],
    env: options.env ?? process.env,
  });
  let stderr = '';
  let bytes = 0;
  child.stderr?.on('data', (data: Buffer) => (stderr += data.toString()));
  child.stdout?.on('data', (data: Buffer) => (bytes += data.length));
  if (child.stdin && options.stdin) options.stdin().pipe(child.stdin);
  const [code] = (await once(child, 'close')) as [number | null];
  if (code !== 0) throw new Error(`${argv.join(' ')} ended with ${String(code)}: ${stderr}`);
  if (bytes < (options.minimumBytes ?? 0)) throw new Error(`${argv.join(' ')} printed only ${bytes} bytes`);
}

/** `megabytes` of zeros, in the chunks that a pipe would bring. */
export async function* zeros(megabytes: number): AsyncGenerator<Buffer> {
  const chunk = Buffer.alloc(256 * 1024);
  for (let sent = 0; sent < megabytes * 4; sent++) yield await Promise.resolve(chunk);
}
