import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { type StubClient, StubError, type Undo } from '@orssh/adaptor';

import { type RealRemote, startRealRemote } from '../testing/real-remote.js';
import { undoOnHost } from './index.js';

let real: RealRemote;
let folder: string;
let logged: string[];
let stub: StubClient | undefined;
let session = 0;
let sessionID: string;

beforeAll(async () => {
  real = await startRealRemote();
}, 60_000);

afterAll(() => real.close(), 60_000);

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'orssh-undo-'));
  logged = [];
  stub = real.remote.stub;
  sessionID = `ses_${++session}`;
  await put('a', 'a0');
  await put('mine', 'm0');
  await rm(join(real.directory, 'new'), { force: true });
});

afterEach(() => rm(folder, { recursive: true, force: true }));

function start(): Undo {
  return undoOnHost({
    ...{ stub: () => stub, host: 'box', workspaceID: 'wrk_0001agent', folder },
    log: (_level, message) => logged.push(message),
  });
}

function put(name: string, content: string): Promise<void> {
  return writeFile(join(real.directory, name), content);
}

function read(name: string): Promise<string> {
  return readFile(join(real.directory, name), 'utf8').catch(() => 'none');
}

async function contents(): Promise<string> {
  return (await Promise.all(['a', 'new', 'mine'].map(read))).join(' ');
}

/** Two messages that change files, and the user between them. */
async function work(undo: Undo): Promise<void> {
  await Promise.all(['msg_2', 'msg_2'].map((messageID) => undo.before({ sessionID, messageID })));
  await put('a', 'a1');
  await undo.settled(sessionID);
  await put('mine', 'm1');
  await undo.before({ sessionID, messageID: 'msg_5' });
  await put('a', 'a2');
  await put('new', 'n2');
  await undo.settled(sessionID);
}

test('a revert brings back what the steps changed, and nothing else; it can be taken back', async () => {
  const undo = start();
  await work(undo);
  expect(await undo.revert({ sessionID, messageID: 'msg_1' })).toMatchObject({ files: ['a', 'new'] });
  expect(await contents()).toBe('a0 none m1');
  expect(await undo.unrevert(sessionID)).toEqual({ files: ['a', 'new'] });
  expect(await contents()).toBe('a2 n2 m1');
  expect(await undo.unrevert(sessionID)).toEqual({ files: [] });
});

test('a revert to a later message leaves what came before it', async () => {
  const undo = start();
  await work(undo);
  await undo.revert({ sessionID, messageID: 'msg_4', partID: 'prt_1' });
  expect(await contents()).toBe('a1 none m1');
  await undo.revert({ sessionID, messageID: 'msg_1' });
  expect(await contents()).toBe('a0 none m1');
  await undo.unrevert(sessionID);
  expect(await contents()).toBe('a2 n2 m1');
});

test('what messages changed is told, and what a revert did and took back', async () => {
  const undo = start();
  await work(undo);
  expect(await undo.steps(sessionID)).toEqual(['msg_2', 'msg_5']);
  const changed = (await undo.changes({ sessionID, messages: ['msg_2'] })).map(({ file, patch }) => [
    file,
    patch,
  ]);
  expect(changed).toEqual([['a', expect.stringContaining('-a0')]]);
  expect(await undo.changes({ sessionID, messages: ['msg_3'] })).toEqual([]);
  const all = await undo.changes({ sessionID, messages: ['msg_2', 'msg_5'] });
  expect(all.map(({ file, status }) => [file, status])).toEqual([
    ['a', 'modified'],
    ['mine', 'modified'],
    ['new', 'added'],
  ]);
  const { done, takenBack } = await undo.revert({ sessionID, messageID: 'msg_1' });
  expect(done?.map(({ file, status }) => [file, status])).toEqual([
    ['a', 'modified'],
    ['new', 'deleted'],
  ]);
  expect(done?.[0]?.patch).toMatch(/^diff --git [^]*\n-a2[^]*\n\+a0/);
  expect(takenBack?.[1]).toMatchObject({ file: 'new', status: 'added', additions: 1, deletions: 0 });
});

test('work after a revert drops what was reverted', async () => {
  const undo = start();
  await work(undo);
  await undo.revert({ sessionID, messageID: 'msg_4' });
  await undo.before({ sessionID, messageID: 'msg_7' });
  await put('a', 'a7');
  expect(await undo.unrevert(sessionID)).toEqual({ files: [] });
  await undo.revert({ sessionID, messageID: 'msg_6' });
  expect(await contents()).toBe('a1 none m1');
});

test('undo survives a restart, also in the middle of a step', async () => {
  await work(start());
  await start().before({ sessionID, messageID: 'msg_8' });
  await put('a', 'a8');
  expect(await start().revert({ sessionID, messageID: 'msg_8' })).toMatchObject({ files: ['a'] });
  expect(await start().revert({ sessionID, messageID: 'msg_1' })).toMatchObject({ files: ['a', 'new'] });
  expect(await contents()).toBe('a0 none m1');
  await start().unrevert(sessionID);
  expect(await contents()).toBe('a8 n2 m1');
  expect((await stat(join(folder, `${sessionID}.json`))).mode & 0o777).toBe(0o600);
});

test('two processes with one workspace know of each other', async () => {
  const [one, other] = [start(), start()];
  await work(one);
  await other.revert({ sessionID, messageID: 'msg_1' });
  expect(await one.unrevert(sessionID)).toEqual({ files: ['a', 'new'] });
  expect(await other.unrevert(sessionID)).toEqual({ files: [] });
  expect(await contents()).toBe('a2 n2 m1');
});

test('sessions do not undo each other', async () => {
  const undo = start();
  await undo.before({ sessionID: `${sessionID}other`, messageID: 'msg_2' });
  await put('new', 'other');
  await undo.settled(`${sessionID}other`);
  await undo.before({ sessionID, messageID: 'msg_3' });
  await put('a', 'a1');
  await undo.settled(sessionID);
  expect(await undo.revert({ sessionID, messageID: 'msg_1' })).toMatchObject({ files: ['a'] });
  expect(await contents()).toBe('a0 other m0');
});

test('a message that changed nothing leaves nothing to undo', async () => {
  const undo = start();
  await undo.before({ sessionID, messageID: 'msg_2' });
  await undo.settled(sessionID);
  expect(await undo.revert({ sessionID, messageID: 'msg_1' })).toEqual({ files: [] });
});

test('where nothing can be kept work goes on, and a revert says why', async () => {
  stub = {
    call: () => {
      const data = { message: 'git is not installed on this host.' };
      return Promise.reject(new StubError('box', 501, { name: 'SnapshotUnavailableError', data }));
    },
  } as unknown as StubClient;
  const undo = start();
  await undo.before({ sessionID, messageID: 'msg_2' });
  await undo.before({ sessionID, messageID: 'msg_2' });
  await put('a', 'a1');
  await undo.settled(sessionID);
  const reason = 'git is not installed on this host.';
  expect(await undo.revert({ sessionID, messageID: 'msg_1' })).toEqual({ files: [], unavailable: reason });
  expect(logged[0]).toContain(reason);
  expect(await read('a')).toBe('a1');
});

test('while the host is away nothing is restored, and later it is', async () => {
  const undo = start();
  await work(undo);
  stub = undefined;
  await expect(undo.revert({ sessionID, messageID: 'msg_1' })).rejects.toMatchObject({ code: 'host_away' });
  stub = real.remote.stub;
  await undo.revert({ sessionID, messageID: 'msg_1' });
  expect(await contents()).toBe('a0 none m1');
});

test('a record that makes no sense is no record, and a name leads nowhere else', async () => {
  const undo = start();
  sessionID = '../../x';
  await undo.before({ sessionID, messageID: 'msg_2' });
  expect(existsSync(join(folder, '%2E%2E%2F%2E%2E%2Fx.json'))).toBe(true);
  await writeFile(join(folder, 'ses_broken.json'), '{"version":1,"steps":[{}]}');
  expect(await undo.revert({ sessionID: 'ses_broken', messageID: 'msg_1' })).toEqual({ files: [] });
});
