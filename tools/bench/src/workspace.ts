import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { compare, type Row } from './measure.js';
import { run } from './process.js';
import { environment, installRootOf, makeCold, orsshExec, type Route, ssh } from './scenario.js';
import { type ServedOpencode, serveOpencode } from './serve-opencode.js';

/** `ssh host true` against a whole workspace in the real OpenCode: from the request that creates it until it is `connected`. */
export function compareWorkspace(opencode: string, route: Route, rounds: number): Promise<Row[]> {
  return withOpencode(opencode, route, async (served) => {
    const env = environment(route);
    let id = '';
    const workspace = {
      run: async (): Promise<void> => {
        id = await createWorkspace(served, route.name);
      },
      after: () => removeWorkspace(served, id),
    };
    return compare(
      [
        { name: 'ssh host true', baseline: true, run: () => run(ssh(route.name, 'true'), { env }) },
        { name: 'workspace connected, warm', ...workspace },
        { name: 'workspace connected, cold', before: () => makeCold(route), ...workspace },
      ],
      rounds,
    );
  });
}

/** Output of a session's shell as OpenCode's clients see it, against the same command by `ssh`. */
export function compareShellOutput(
  opencode: string,
  route: Route,
  { megabytes, rounds }: { megabytes: number; rounds: number },
): Promise<Row[]> {
  const command = `yes 'a line of output, of the length that lines have' | head -c ${megabytes * 1e6}`;
  const minimumBytes = megabytes * 1e6;
  return withOpencode(opencode, route, async (served) => {
    const env = environment(route);
    const id = await createWorkspace(served, route.name);
    const session = await call<{ id: string }>(served, 'POST', `/session?workspace=${id}`, {});
    const shell = { agent: 'build', command };
    const rows = await compare(
      [
        { name: 'ssh', baseline: true, run: () => run(ssh(route.name, command), { env, minimumBytes }) },
        { name: 'orssh exec', run: () => run(orsshExec(route, 'sh', '-c', command), { env, minimumBytes }) },
        {
          name: "session's shell in OpenCode",
          run: async () => {
            const answer = await call<ShellAnswer>(served, 'POST', `/session/${session.id}/shell`, shell);
            const { state } = answer.parts.find(({ type }) => type === 'tool') ?? {};
            if (state?.status !== 'completed')
              throw new Error(`The shell command ended as ${JSON.stringify(state)}`);
          },
        },
      ],
      rounds,
    );
    await removeWorkspace(served, id);
    return rows;
  });
}

interface ShellAnswer {
  parts: { type: string; state?: { status: string } }[];
}

async function withOpencode<T>(
  opencode: string,
  route: Route,
  act: (served: ServedOpencode) => Promise<T>,
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
  const config = { plugin: [[join(process.cwd(), 'dist/opencode-plugin/server.js'), options]] };
  const served = await serveOpencode({ opencode, home, config, env: environment(route) });
  try {
    return await act(served);
  } finally {
    await served.stop();
    await makeCold(route);
    rmSync(home, { recursive: true, force: true, maxRetries: 5 });
  }
}

async function createWorkspace(served: ServedOpencode, host: string): Promise<string> {
  const row = { type: 'ssh-provider', branch: null, extra: { host } };
  const { id } = await call<{ id: string }>(served, 'POST', '/experimental/workspace', row);
  const states = await call<WorkspaceState[]>(served, 'GET', '/experimental/workspace/status');
  const state = states.find(({ workspaceID }) => workspaceID === id);
  if (state?.status !== 'connected') throw new Error(`The workspace is ${String(state?.status)}`);
  return id;
}

async function removeWorkspace(served: ServedOpencode, id: string): Promise<void> {
  await call(served, 'DELETE', `/experimental/workspace/${id}`);
}

interface WorkspaceState {
  workspaceID: string;
  status: string;
}

async function call<T>({ url }: ServedOpencode, method: string, path: string, json?: unknown): Promise<T> {
  const body = json === undefined ? undefined : JSON.stringify(json);
  const headers = { 'content-type': 'application/json' };
  const answer = await fetch(`${url}${path}`, { method, body, headers });
  const text = await answer.text();
  if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${text}`);
  return JSON.parse(text) as T;
}
