import { access, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import type { WorkspaceAgent } from '@orssh/adaptor';
import { until } from '@orssh/tunnel/testing';

import type { AgentFile } from '../agent-file.js';
import { agentHosts, type AgentHostsOptions } from './agent-hosts.js';
import { fakeOpencode } from './testing/fake-opencode.js';

let folder: string;
let opencode: string;
const made: WorkspaceAgent[] = [];
const lines: string[] = [];
const notes: string[] = [];

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'orssh-agent-host-'));
  opencode = await fakeOpencode(folder);
  lines.splice(0);
  notes.splice(0);
});
afterEach(async () => {
  await Promise.all(made.splice(0).map((host) => host.close()));
  await rm(folder, { recursive: true, force: true });
});

const env = () => ({ PATH: process.env['PATH'], HOME: folder, XDG_STATE_HOME: join(folder, 'state') });

function make(
  options: Partial<AgentHostsOptions> = {},
  workspaces: { idleMs?: number; env?: NodeJS.ProcessEnv } = {},
): WorkspaceAgent {
  const host = agentHosts({ opencode, plugin: '/plugin', shell: '/shell.js', ...options })({
    host: 'box',
    workspace: { id: 'wrk_1', projectID: 'project', name: 'box' },
    stub: () => undefined,
    door: Promise.resolve({ port: 9, token: 'x'.repeat(48), directory: '/srv/app' }),
    env: env(),
    log: (level, message) => lines.push(`${level} ${message}`),
    notify: ({ message }) => notes.push(message),
    ...workspaces,
  });
  made.push(host);
  return host;
}

function pidOf({ state }: WorkspaceAgent): number {
  if (state.name !== 'running') throw new Error(`it is ${state.name}`);
  return state.pid;
}

function isGone(pid: number): boolean {
  try {
    process.kill(-pid, 0);
    return false;
  } catch {
    return true;
  }
}

test('many want it at once: one is started, in a folder of its own, and it is told where the gateway is', async () => {
  const host = make();
  expect(host.state).toEqual({ name: 'stopped' });
  const [one, other] = await Promise.all([host.reach(), host.reach()]);
  expect(one).toBe(other);
  expect(host.endpoint).toBe(one);
  const answer = await fetch(`${one.origin}/agent`, { headers: { authorization: one.authorization } });
  expect(answer.status).toBe(200);
  const file = join(host.anchor, '..', 'agent.json');
  expect(JSON.parse(await readFile(file, 'utf8'))).toEqual({
    ...{ v: 1, port: 9, token: 'x'.repeat(48), host: 'box', anchor: host.anchor },
    workspace: { id: 'wrk_1', projectID: 'project', name: 'box', directory: '/srv/app' },
  });
  expect((await stat(file)).mode & 0o777).toBe(0o600);
  expect((await stat(join(host.anchor, '..'))).mode & 0o777).toBe(0o700);
  expect(await readFile(join(host.anchor, '.git', 'opencode'), 'utf8')).toBe('project');
  const pid = pidOf(host);
  await host.close();
  expect(host.endpoint).toBeUndefined();
  await until(() => isGone(pid));
  await expect(host.reach()).rejects.toMatchObject({ code: 'closed' });
});

test.each([
  [{}, 'keeps'],
  [{ OPENCODE_ENABLE_QUESTION_TOOL: '1' }, undefined],
])('with %j it is told that the answer to a question is kept elsewhere: %s', async (more, told) => {
  const host = make({ noQuestions: 'keeps' }, { env: { ...env(), ...more } });
  await host.reach();
  const file = await readFile(join(host.anchor, '..', 'agent.json'), 'utf8');
  expect((JSON.parse(file) as AgentFile).noQuestions).toBe(told);
});

test('one that cannot be started says why, and is not tried again and again', async () => {
  const host = make();
  await writeFile(join(folder, 'broken'), '');
  await expect(host.reach()).rejects.toMatchObject({
    code: 'not_started',
    message: expect.stringContaining('Error: the configuration is broken') as string,
  });
  expect(host.state).toMatchObject({ name: 'crashed' });
  await rm(join(folder, 'broken'));
  await host.reach();
  expect(host.state.name).toBe('running');
});

test('one whose port another process took is started with another, three times', async () => {
  const host = make();
  await writeFile(join(folder, 'taken'), '3');
  await host.reach();
  expect(host.state.name).toBe('running');
  const late = make();
  await host.close();
  await writeFile(join(folder, 'taken'), '4');
  await expect(late.reach()).rejects.toMatchObject({
    code: 'not_started',
    message: expect.stringMatching(/ended before it listened.*ServeError/) as string,
  });
  expect(await readFile(join(folder, 'taken'), 'utf8')).toBe('0');
});

test('one that is killed is told of, leaves nothing, and is started again when it is wanted', async () => {
  const host = make();
  const seen: boolean[] = [];
  host.onEndpoint((endpoint) => seen.push(endpoint !== undefined));
  await host.reach();
  const pid = pidOf(host);
  process.kill(pid, 'SIGKILL');
  await until(() => host.state.name === 'crashed');
  expect(host.endpoint).toBeUndefined();
  await until(() => isGone(pid));
  expect(lines).toContainEqual(expect.stringMatching(/^error The agent host of box ended by itself/));
  expect(notes).toEqual([expect.stringContaining('it starts again with the next prompt')]);
  await host.reach();
  expect(seen).toEqual([true, false, true]);
});

test('it ends when it is idle: not while a request runs, nor while a session works', async () => {
  const host = make({ idleMs: 1, lookMs: 10 });
  const release = host.busy();
  await writeFile(join(folder, 'working'), '');
  await host.reach();
  const pid = pidOf(host);
  release();
  const looks = () => fetch(`${host.endpoint?.origin ?? ''}/`).then(() => 1);
  for (let count = 0; count < 5; count += 1) await looks();
  expect(host.state.name).toBe('running');
  await rm(join(folder, 'working'));
  await until(() => host.state.name === 'stopped');
  await until(() => isGone(pid));
  expect(notes).toEqual([]);
  await host.reach();
  expect(pidOf(host)).not.toBe(pid);
});

test('the workspace says when it is idle, where it says so', async () => {
  const soon = make({}, { idleMs: 10 });
  await soon.reach();
  await until(() => soon.state.name === 'stopped');
});

test('when it is closed, what its sessions do on the host is interrupted first', async () => {
  const host = make();
  await host.reach();
  const pid = pidOf(host);
  await writeFile(join(folder, 'working'), '');
  await host.close();
  await until(() => isGone(pid));
  await expect(access(join(folder, 'working'))).rejects.toThrow('ENOENT');
});

test('a second one of the same workspace uses the first, and takes over when that has ended', async () => {
  const [first, second] = [make(), make()];
  const [endpoint] = [await first.reach()];
  expect(await second.reach()).toEqual(endpoint);
  expect(second.state).toEqual({ name: 'elsewhere', pid: process.pid });
  await second.close();
  expect(first.endpoint).toBeDefined();
  await first.close();
  const third = make();
  await third.reach();
  expect(third.state.name).toBe('running');
});

test('what an owner that has ended left running is ended before another starts', async () => {
  const first = make();
  await first.reach();
  const pid = pidOf(first);
  const record = join(first.anchor, '..', 'owner.json');
  const written = JSON.parse(await readFile(record, 'utf8')) as { owner: { startTime: string } };
  await writeFile(record, JSON.stringify({ ...written, owner: { ...written.owner, startTime: '1' } }));
  const second = make();
  await second.reach();
  await until(() => isGone(pid));
  expect(second.state.name).toBe('running');
});

test('with the workspace its folder goes; the links to the credentials lead to nothing that is deleted', async () => {
  const users = join(folder, '.local/share/opencode/auth.json');
  const host = make();
  await host.reach();
  const linked = join(host.anchor, '..', 'data/opencode/auth.json');
  await writeFile(linked, '{}');
  expect(await readFile(users, 'utf8')).toBe('{}');
  await host.remove();
  await expect(access(host.anchor)).rejects.toThrow('ENOENT');
  expect(await readFile(users, 'utf8')).toBe('{}');
});
