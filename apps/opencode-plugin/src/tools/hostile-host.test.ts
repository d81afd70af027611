import { once } from 'node:events';
import { connect } from 'node:net';

import type { StubClient } from '@orssh/adaptor';
import { encodeFrame } from '@orssh/protocol';
import { HostileStub, peakGrowth, steeringText, type Told } from '@orssh/protocol/testing';

import { Instance } from '../instance.js';
import { fakeContext } from '../testing/fake-context.js';
import { fakeInput } from '../testing/fake-input.js';
import { fakeWorkspaces } from '../testing/fake-workspaces.js';
import { WorkspacesOfProcess } from '../workspaces-of-process.js';
import { defineTool } from './define-tool.js';
import { toolsFor } from './index.js';

const steers = /[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069]/;
let stub: HostileStub;
let client: StubClient;

beforeEach(async () => {
  stub = await HostileStub.start();
  const { StubClient } = await import('@orssh/adaptor');
  client = new StubClient({
    ...{ token: stub.token, host: 'box' },
    async open() {
      const socket = connect(stub.port, '127.0.0.1');
      await once(socket, 'connect');
      return socket;
    },
  });
});
afterEach(async () => {
  await client.close();
  await stub.close();
});

/** Every string that is in there. */
function strings(value: unknown): string[] {
  if (typeof value === 'string') return [value];
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, inner]) => [name, ...strings(inner)]);
}

/** What a model and a person get of `remote_exec` on a host that has a workspace open. */
async function exec(told: Told, command = 'x') {
  const fake = fakeWorkspaces();
  fake.workspaces = { ...fake.workspaces, borrow: () => Promise.resolve(client) };
  const workspaces = new WorkspacesOfProcess(() => Promise.resolve(fake.open));
  const hosts = { providers: { lab: { hosts: [{ name: 'box', ssh: { host: 'h' } }] } } };
  const instance = new Instance(fakeInput({}).input, hosts, undefined);
  workspaces.add(instance);
  await workspaces.call(instance, () => Promise.resolve());
  stub.answer = ({ path }) => (path.endsWith('/exec') ? told : { json: true });
  const { context, asked } = fakeContext();
  const shown: unknown[] = [];
  context.metadata = (metadata) => void shown.push(metadata);
  const result = await toolsFor(instance, workspaces)
    ['remote_exec']?.execute({ host: 'box', command }, context)
    .catch((error: unknown) => ({ error: (error as Error).message }));
  const [question, ...questions] = asked;
  expect(question).toMatchObject({ permission: 'remote_exec' });
  const all = strings([result, shown, questions]);
  expect(all.filter((text) => steers.test(text))).toEqual([]);
  // How often it is shown depends on how long it takes.
  for (const one of shown) expect(strings(one).join('').length).toBeLessThan(20_000);
  return { result, question, questions, size: strings([result, questions]).join('').length };
}

const head = 'HTTP/1.1 200 x\r\ncontent-type: application/octet-stream\r\nconnection: close\r\n\r\n';
const start = encodeFrame('meta', { type: 'start', id: 'exe_1', offset: 0, pid: 1 });
const exit = (told: object) =>
  encodeFrame('meta', {
    ...{ type: 'exit', exitCode: 0, signal: null, timedOut: false, killed: false, end: 1, durationMs: 1 },
    ...told,
  });

test('what a command prints, and how it ended, is plain text', async () => {
  const parts = [start, encodeFrame('stdout', Buffer.from(steeringText))];
  const { result } = await exec({
    body: Buffer.concat([
      ...parts,
      exit({ exitCode: null, signal: steeringText.slice(0, 32), durationMs: -1e300 }),
    ]),
  });
  expect(result).toMatchObject({ output: expect.stringContaining('ended by') as string });
});

test('output of 200 MB costs a bound', async () => {
  const piece = encodeFrame('stdout', Buffer.from(steeringText.repeat(4000)));
  const bytes = function* () {
    yield head;
    yield start;
    for (let at = 0; at < 500; at++) yield piece;
    yield exit({});
  };
  let size = 0;
  const grown = await peakGrowth(async () => {
    ({ size } = await exec({ bytes: bytes() }));
  });
  expect(grown).toBeLessThan(300);
  expect(size).toBeLessThan(200_000);
});

test('a question of the host is one for a path of it, whatever it calls it, and short plain text', async () => {
  const huge = `${steeringText}${'x'.repeat(100_000)}`;
  const touch = { path: huge, requested: huge, access: 'all', tree: true, secret: true };
  const request = {
    ...{
      id: 'per_1',
      sessionID: huge,
      permission: 'bash',
      patterns: [steeringText, '/etc/*'],
      always: [steeringText],
    },
    metadata: {
      ...{ command: huge, path: huge, warning: huge, touches: Array<object>(1000).fill(touch) },
      ...{ unknown: Array<string>(1000).fill(huge), [steeringText]: huge },
    },
  };
  const asks = encodeFrame('meta', { type: 'permission', request });
  const { questions } = await exec({ bytes: [head, ...pieces(asks), start, exit({})] });
  expect(questions).toEqual([]);
  const small = {
    ...request,
    metadata: { ...request.metadata, touches: [touch, touch], unknown: [steeringText] },
  };
  const { questions: asked, size } = await exec({
    body: Buffer.concat([encodeFrame('meta', { type: 'permission', request: small }), start, exit({})]),
  });
  expect(asked).toMatchObject([{ permission: 'external_directory' }]);
  expect(asked[0]?.patterns.every((pattern) => pattern.startsWith('box:'))).toBe(true);
  // On a line of its own, and not for good: what is written otherwise than it is may look like another one.
  expect(strings(asked).filter((text) => /[\p{Cc}\p{Cf}]/u.test(text))).toEqual([]);
  expect(asked[0]?.always).toEqual([]);
  expect(String(asked[0]?.metadata['parentDir']).length).toBeLessThan(700);
  expect(size).toBeLessThan(60_000);
});

test('what a backslash is in is not for always: a rule with it also allows what has a slash there', async () => {
  const request = {
    ...{ id: 'per_1', sessionID: '', permission: 'external_directory', metadata: {} },
    ...{ patterns: ['/tmp/a\\b/*'], always: ['/tmp/a\\b/*'] },
  };
  const asks = encodeFrame('meta', { type: 'permission', request });
  const told = { body: Buffer.concat([asks, start, exit({})]) };
  const { question, questions } = await exec(told, String.raw`rm -r \srv\data`);
  expect([question, ...questions]).toMatchObject([{ always: [] }, { always: [] }]);
  expect((await exec(told, 'rm -r srv')).question).toMatchObject({ always: ['box rm -r srv'] });
});

function pieces(bytes: Uint8Array): Uint8Array[] {
  return [bytes.subarray(0, 100), bytes.subarray(100)];
}

test('the result of every tool is plain text', async () => {
  const tool = defineTool({
    ...{ description: '', args: {} },
    run: () => Promise.resolve({ title: steeringText, output: `a\n\tb${steeringText}` }),
  });
  const result = await tool.execute({}, fakeContext().context);
  expect(strings(result).filter((text) => steers.test(text))).toEqual([]);
  expect(result.output).toContain('a\n\tb');
});
