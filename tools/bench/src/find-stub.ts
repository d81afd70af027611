import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { findProgram } from './find-program.js';
import { stubBinary } from './stub-binary.js';

/** A stub of its own on this machine, which serves one workspace. */
export interface FindStub {
  get(path: string): Promise<unknown>;
  /** Ends the stub and starts another, which remembers no names. */
  restart(): Promise<void>;
  stop(): void;
}

/** @param ripgrep Whether the stub finds `rg` on its PATH. */
export async function startFindStub(directory: string, ripgrep: boolean): Promise<FindStub> {
  const folder = mkdtempSync(join(tmpdir(), 'orssh-find-stub-'));
  const root = join(folder, 'root');
  const binary = stubBinary();
  const env = { PATH: pathWith(folder, ripgrep), HOME: folder };
  const launch = async (): Promise<{ port: number; token: string }> => {
    const said = execFileSync(binary, ['launch', '--root', root, '--with-token'], { env, encoding: 'utf8' });
    const ready = JSON.parse(said.replace(/^ORSSH-READY /, '')) as { port: number; token: string };
    await request(ready, '/experimental/workspace', { id: 'wrk_bench', directory, projectID: 'bench' });
    return ready;
  };
  const stop = (): void => {
    execFileSync(binary, ['stop', '--root', root], { env });
  };
  let ready = await launch();
  return {
    get: (path) => request(ready, `${path}&workspace=wrk_bench`),
    restart: async () => {
      stop();
      ready = await launch();
    },
    stop: () => {
      stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** A PATH that has git, and rg when it is wanted. */
function pathWith(folder: string, ripgrep: boolean): string {
  const bin = join(folder, 'bin');
  mkdirSync(bin);
  for (const name of ripgrep ? ['git', 'rg'] : ['git']) {
    const found = findProgram(name);
    if (found) symlinkSync(found, join(bin, name));
  }
  return bin;
}

async function request(at: { port: number; token: string }, path: string, body?: unknown): Promise<unknown> {
  const answer = await fetch(`http://127.0.0.1:${at.port}${path}`, {
    method: body === undefined ? 'GET' : 'POST',
    headers: { authorization: `Bearer ${at.token}` },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });
  if (!answer.ok) throw new Error(`${path}: ${answer.status} ${await answer.text()}`);
  return answer.json();
}
