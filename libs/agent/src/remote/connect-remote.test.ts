import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { StubError } from '@orssh/adaptor';

import { fakeDoor, hostAway, refusal } from '../testing/fake-door.js';
import { connectRemote, readAgentFile } from './index.js';

const stat = {
  ...{ path: '/srv/api/a', resolved: '/srv/api/a', type: 'file', size: 3, modified: 1, mode: 420 },
  ...{ etag: 'e1', inside: true, approved: false, access: 'all', secret: false },
};

test('a request carries the token, and what is approved for it', async () => {
  const seen: unknown[] = [];
  const { remote, file } = await fakeDoor(({ method, path, headers, body }) => {
    seen.push([method, path, headers.authorization, JSON.parse(body.toString())]);
    return { json: { entries: [], more: false } };
  });
  await remote.files.entries('/etc', { allow: ['/etc/*'] });
  expect(seen).toEqual([
    ['POST', '/stub/v1/file/entries', `Bearer ${file.token}`, { path: '/etc', allow: ['/etc/*'] }],
  ]);
});

test('while the host is away a request waits, and says why', async () => {
  let asked = 0;
  const { remote } = await fakeDoor(() => (++asked < 3 ? hostAway : { json: stat }));
  const told: unknown[] = [];
  const answer = await remote.files.stat('/srv/api/a', { onAway: (why) => told.push(why) });
  expect(answer.etag).toBe('e1');
  expect(told.at(0)).toContain('The connection to box was lost.');
  expect(told.at(-1)).toBeUndefined();
});

test('a request that is given up while the host is away ends', async () => {
  const { remote } = await fakeDoor(() => hostAway);
  const giveUp = new AbortController();
  const answer = remote.files.stat('/srv/api/a', {
    signal: giveUp.signal,
    onAway: () => {
      giveUp.abort(new Error('enough'));
    },
  });
  await expect(answer).rejects.toThrow('enough');
});

test('what the host refuses is not asked for again', async () => {
  let asked = 0;
  const { remote } = await fakeDoor(() => {
    asked++;
    return refusal(404, 'NotFoundError', { message: 'no such file' });
  });
  await expect(remote.files.read('/srv/api/none')).rejects.toMatchObject({
    kind: 'NotFoundError',
    status: 404,
  });
  expect(asked).toBe(1);
});

test('a write whose answer was lost is asked for again, and what it wrote is its success', async () => {
  let file: Buffer = Buffer.from('old');
  let writes = 0;
  const { remote } = await fakeDoor(({ method, path, headers, body }) => {
    if (path === '/stub/v1/file/stat') return { json: { ...stat, etag: 'e2' } };
    if (method === 'POST') return { bytes: file, headers: { etag: '"e2"', 'x-orssh-size': '3' } };
    writes++;
    if (headers['if-match'] !== '"e1"') throw new Error('unconditional');
    if (file.toString() !== 'old') return refusal(412, 'ChangedError', { message: 'changed' });
    file = body;
    return { cut: true };
  });
  const written = await remote.files.write('/srv/api/a', Buffer.from('new'), { ifMatch: 'e1' });
  expect({ writes, etag: written.etag, file: file.toString() }).toEqual({
    writes: 2,
    etag: 'e2',
    file: 'new',
  });
});

test('a write over what somebody else wrote meanwhile fails', async () => {
  const { remote } = await fakeDoor(() => refusal(412, 'ChangedError', { message: 'changed' }));
  const write = remote.files.write('/srv/api/a', Buffer.from('new'), { ifMatch: 'e1' });
  await expect(write).rejects.toBeInstanceOf(StubError);
});

test('a removal whose answer was lost has removed', async () => {
  let asked = 0;
  const { remote } = await fakeDoor(() =>
    ++asked === 1 ? { cut: true } : refusal(404, 'NotFoundError', { message: 'no such file' }),
  );
  await expect(remote.files.remove('/srv/api/a')).resolves.toBe(true);
});

test('what is no answer of a stub is called so', async () => {
  const { remote } = await fakeDoor(() => ({ json: { type: 'file' } }));
  await expect(remote.files.stat('/srv/api/a')).rejects.toMatchObject({
    code: 'hostile_response',
    host: 'box',
  });
});

describe('the file of an agent host', () => {
  let folder: string;

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'orssh-agent-'));
  });

  afterEach(async () => {
    await rm(folder, { recursive: true });
  });

  test('is what the environment names', async () => {
    const { file } = await fakeDoor(() => ({}));
    const path = join(folder, 'agent.json');
    await writeFile(path, JSON.stringify(file));
    await expect(readAgentFile({ ORSSH_AGENT_HOST: path })).resolves.toEqual(file);
    await expect(readAgentFile({})).resolves.toBeUndefined();
  });

  test('which is another thing is refused without a word of what is in it', async () => {
    const path = join(folder, 'agent.json');
    await writeFile(path, 'secret-token');
    const failure: unknown = await readAgentFile({ ORSSH_AGENT_HOST: path }).catch((error: unknown) => error);
    expect(failure).toMatchObject({ code: 'bad_agent_file' });
    expect(JSON.stringify(failure) + String((failure as Error).cause)).not.toContain('secret-token');
  });
});

test('a gateway that is gone is said to be', async () => {
  const { file, remote } = await fakeDoor(() => ({}));
  await remote.close();
  const gone = connectRemote({ ...file, port: 1 });
  const failure = gone.files.stat('/srv/api/a');
  await expect(failure).rejects.toMatchObject({ code: 'gateway_gone' });
  await gone.close();
});

test('a file that is too large to be taken whole is not half taken', async () => {
  const { remote } = await fakeDoor(() => ({
    bytes: Buffer.from('part'),
    headers: { etag: '"e1"', 'x-orssh-size': '99999999' },
  }));
  await expect(remote.files.read('/srv/api/a', { limit: 4 })).resolves.toEqual({
    bytes: Buffer.from('part'),
    etag: 'e1',
  });
  await expect(remote.files.read('/srv/api/a')).rejects.toMatchObject({ code: 'too_large', host: 'box' });
});
