import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

import { bundleChild } from './bundle-child.js';

/** The Bun that OpenCode 1.18.33 has inside. */
export function findBun(): string | undefined {
  try {
    const manifest = createRequire(import.meta.url).resolve('@oven/bun-linux-x64/package.json');
    const bun = join(dirname(manifest), 'bin/bun');
    return existsSync(bun) ? bun : undefined;
  } catch {
    return undefined;
  }
}

/** A gateway in a process of its own, under Node or Bun. */
export interface GatewayProcess {
  readonly url: string;
  readonly port: number;
  readonly child: ChildProcess;
  /** `away` or `close`. */
  tell(line: string): void;
  close(): Promise<void>;
}

export interface GatewayProcessOptions {
  runtime: 'node' | 'bun';
  /** Of the stub. */
  stubPort: number;
  /** For what is built for Node. */
  folder: string;
  /** How many files it may have open. */
  maxFiles?: number;
}

export async function startGatewayProcess(options: GatewayProcessOptions): Promise<GatewayProcess> {
  const { runtime, stubPort, folder, maxFiles } = options;
  const source = 'bun-gateway.ts';
  const command =
    runtime === 'bun'
      ? [findBun() ?? 'bun', join(dirname(fileURLToPath(import.meta.url)), source)]
      : [process.execPath, await bundleChild(source, folder)];
  const limit = maxFiles === undefined ? '' : `ulimit -n ${maxFiles}; `;
  const child = spawn('/bin/sh', ['-c', `${limit}exec "$@"`, 'sh', ...command, String(stubPort)], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const url = (await lines.next()).value as string;
  return {
    ...{ url, child, port: Number(new URL(url).port) },
    tell: (line) => child.stdin.write(`${line}\n`),
    async close() {
      const ended = once(child, 'exit');
      child.kill('SIGKILL');
      await ended;
    },
  };
}
