import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { environment, installRootOf, makeCold, type Route } from './scenario.js';
import { type ServedOpencode, serveOpencode } from './serve-opencode.js';

/** Gives `act` an OpenCode with the plugin, and takes everything away again. */
export async function withOpencode<T>(
  opencode: string,
  route: Route,
  act: (served: ServedOpencode, home: string) => Promise<T>,
  further: Record<string, unknown> = {},
): Promise<T> {
  const home = mkdtempSync(join(tmpdir(), 'orssh-bench-opencode-'));
  execFileSync('git', ['init', '-q', join(home, 'project')]);
  const commit = ['commit', '-q', '--allow-empty', '-m', 'begin'];
  execFileSync('git', [
    '-C',
    join(home, 'project'),
    '-c',
    'user.name=b',
    '-c',
    'user.email=b@localhost',
    ...commit,
  ]);
  const options = { defaults: { installRoot: installRootOf(route) } };
  const plugin = [[join(process.cwd(), 'dist/opencode-plugin/server.js'), options]];
  const config = { plugin, ...further };
  const served = await serveOpencode({ opencode, home, config, env: environment(route) });
  try {
    return await act(served, home);
  } finally {
    await served.stop();
    await makeCold(route);
    rmSync(home, { recursive: true, force: true, maxRetries: 5 });
  }
}

export async function createWorkspace(
  served: ServedOpencode,
  host: string,
  agent: 'local' | 'none' = 'none',
): Promise<string> {
  const row = { type: 'ssh-provider', branch: null, extra: { host, agent } };
  const { id } = await call<{ id: string }>(served, 'POST', '/experimental/workspace', row);
  const states = await call<WorkspaceState[]>(served, 'GET', '/experimental/workspace/status');
  const state = states.find(({ workspaceID }) => workspaceID === id);
  if (state?.status !== 'connected') throw new Error(`The workspace is ${String(state?.status)}`);
  return id;
}

export async function removeWorkspace(served: ServedOpencode, id: string): Promise<void> {
  await call(served, 'DELETE', `/experimental/workspace/${id}`);
}

interface WorkspaceState {
  workspaceID: string;
  status: string;
}

export async function call<T>(
  { url }: ServedOpencode,
  method: string,
  path: string,
  json?: unknown,
): Promise<T> {
  const body = json === undefined ? undefined : JSON.stringify(json);
  const headers = { 'content-type': 'application/json' };
  const answer = await fetch(`${url}${path}`, { method, body, headers });
  const text = await answer.text();
  if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${text}`);
  return JSON.parse(text) as T;
}
