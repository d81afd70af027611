import { type ChildProcess, spawn } from 'node:child_process';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { build } from 'esbuild';

export type StartContender = (what: 'contend' | 'once' | 'hold' | 'stop') => ChildProcess;

const started: ChildProcess[] = [];

afterEach(() => {
  for (const child of started.splice(0)) child.kill('SIGKILL');
});

/** Compiles the contender into `folder`, which is also where it writes its log. */
export async function contenders(directory: string, folder: string): Promise<StartContender> {
  const program = join(folder, 'contender.mjs');
  await build({
    entryPoints: [fileURLToPath(new URL('contender.ts', import.meta.url))],
    outfile: program,
    bundle: true,
    platform: 'node',
    format: 'esm',
    target: 'node20',
    banner: {
      js: "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);",
    },
  });
  return (what) => {
    const child = spawn(process.execPath, [program, what, directory, folder], {
      stdio: ['ignore', 'inherit', 'inherit'],
    });
    started.push(child);
    return child;
  };
}
