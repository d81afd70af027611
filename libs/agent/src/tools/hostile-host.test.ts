import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import {
  commandLookSchema,
  commandSchema,
  encodeFrame,
  fileEntriesSchema,
  fileGlobSchema,
  fileGrepSchema,
  fileLinesSchema,
  fileStatSchema,
  fileWrittenSchema,
  healthSchema,
} from '@orssh/protocol';
import {
  type Asked,
  lyingValues,
  peakGrowth,
  sampleOf,
  smallLies,
  steeringText,
  type Told,
} from '@orssh/protocol/testing';

import type { Tool } from '../opencode/tool.js';
import { hostileRemote } from '../testing/hostile-remote.js';
import { toolContext } from '../testing/tool-context.js';
import { bashTool } from './bash/bash-tool.js';
import { fileTools } from './file-tools.js';

const enough = 120_000;
const secret = 'LOCAL-SECRET';
let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'orssh-hands-'));
  await writeFile(join(folder, 'secret.md'), secret);
});
afterEach(async () => {
  expect(await readdir(folder)).toEqual(['secret.md']);
  expect(await readFile(join(folder, 'secret.md'), 'utf8')).toBe(secret);
  await rm(folder, { recursive: true, force: true });
});

/** What is honest, but for where it says that all of it is. */
function honest(at: string): Record<string, unknown> {
  const sample = (schema: Parameters<typeof sampleOf>[0]) => sampleOf(schema) as Record<string, unknown>;
  const [entries, glob, grep] = [fileEntriesSchema, fileGlobSchema, fileGrepSchema].map(sample);
  const stat = { ...sample(fileStatSchema), path: at, resolved: at, type: 'file', inside: true };
  return {
    'file/stat': stat,
    'file/lines': { ...sample(fileLinesSchema), lines: ['old'], sample: '' },
    'file/write': { ...sample(fileWrittenSchema), resolved: at },
    'file/remove': { removed: true },
    'file/entries': JSON.parse(JSON.stringify(entries).replaceAll('"text"', JSON.stringify(at))) as unknown,
    'file/glob': JSON.parse(JSON.stringify(glob).replaceAll('"text"', JSON.stringify(at))) as unknown,
    'file/grep': JSON.parse(JSON.stringify(grep).replaceAll('"text"', JSON.stringify(at))) as unknown,
    'command/look': { ...sample(commandLookSchema), patterns: [], unknown: [] },
    'exec/exe_1': sample(commandSchema),
    instance: { instance: 'i' },
    health: sample(healthSchema),
    path: { directory: at },
  };
}

const ends = {
  type: 'exit',
  exitCode: 0,
  signal: null,
  timedOut: false,
  killed: false,
  end: 3,
  durationMs: 1,
};
const frames = Buffer.concat([
  encodeFrame('meta', { type: 'start', id: 'exe_1', offset: 0, pid: 1 }),
  encodeFrame('stdout', Buffer.from('out')),
  encodeFrame('meta', ends),
]);

function answerBy(answers: Record<string, unknown>): (asked: Asked) => Told {
  return ({ method, path }) => {
    if (path.endsWith('/file/read')) return { body: Buffer.from('old\n') };
    if (method === 'POST' && path.endsWith('/exec')) return { body: frames };
    const [, told = {}] = Object.entries(answers).find(([name]) => path.endsWith(`/${name}`)) ?? [];
    return { json: told };
  };
}

const calls: [string, Record<string, unknown>][] = [
  ['read', { filePath: 'sub/a.txt' }],
  ['glob', { pattern: '*' }],
  ['grep', { pattern: 'x' }],
  ['edit', { filePath: 'a.txt', oldString: 'old', newString: 'new' }],
  ['write', { filePath: 'a.txt', content: 'new' }],
  [
    'apply_patch',
    {
      patchText:
        '*** Begin Patch\n*** Update File: a.txt\n@@\n-old\n+new\n*** Delete File: b.txt\n*** End Patch',
    },
  ],
  ['bash', { command: 'cat ../x' }],
];

/** The tools of a host that lies; a call resolves with all that the model and the person get, or the words of its failure. */
async function tools() {
  const { stub, remote } = await hostileRemote(folder);
  const shown: string[] = [];
  const running = () => ({
    show: (metadata: object) => void shown.push(JSON.stringify(metadata)),
    end: () => Promise.resolve(),
  });
  const bash = bashTool(remote, running);
  async function call(name: string, args: Record<string, unknown>, limitMs = 20_000): Promise<string> {
    // What was seen of a file in one call is not to be known in the next.
    const all: Record<string, Tool> = { ...fileTools(remote), bash };
    const abort = AbortSignal.timeout(limitMs);
    const context = toolContext({ abort });
    const result = await all[name]?.execute(args, context).then(
      (given) => JSON.stringify(given),
      (error: unknown) => (error as Error).message,
    );
    const text = [result, ...shown.splice(0), JSON.stringify(context.asked)].join('\n');
    expect(text).not.toContain(secret);
    if (abort.aborted) throw new Error(`${name} did not end by itself`);
    return text;
  }
  return { stub, call };
}

test.each(calls)('%s: where a host says that its files are matters to nobody here', async (name, args) => {
  const { stub, call } = await tools();
  for (const at of [
    join(folder, 'secret.md'),
    `../..${folder}/secret.md`,
    `file://${folder}/secret.md`,
    'a\0b',
    steeringText,
    '',
  ]) {
    stub.answer = answerBy(honest(at));
    await call(name, args);
  }
});

test.each(calls)(
  '%s: what is told in one field is taken in its form or refused',
  async (name, args) => {
    const { stub, call } = await tools();
    const answers = honest('/srv/app/a.txt');
    stub.answer = answerBy(answers);
    await call(name, args);
    const routes = Object.keys(answers).filter((route) =>
      stub.asked.some((asked) => asked.endsWith(`/${route}`)),
    );
    expect(routes.length).toBeGreaterThan(0);
    for (const route of routes) {
      for (const { body } of lyingValues(answers[route], smallLies)) {
        const others = answerBy(answers);
        stub.answer = (asked) => (asked.path.endsWith(`/${route}`) ? { body } : others(asked));
        await call(name, args);
      }
    }
  },
  enough,
);

const endless: [string, (piece: Buffer) => Iterable<Buffer | string>][] = [
  [
    'output without an end',
    function* (piece) {
      for (let at = 0; at < 200; at++) yield piece;
      yield encodeFrame('meta', ends) as Buffer;
    },
  ],
  ['a frame of 4 GB', () => [Buffer.from([1, 0, 0, 0, 255, 255, 255, 255])]],
  ['a frame of a kind that is none', () => [Buffer.from([9, 0, 0, 0, 0, 0, 0, 1, 0])]],
  ['a second beginning', () => [frames]],
  [
    'output lost before the beginning',
    () => [Buffer.from(encodeFrame('meta', { type: 'cut', from: 9, to: -1e300 }))],
  ],
  ['half a frame', () => [frames.subarray(0, 5)]],
];

test.each(endless)('a command with %s costs a bound, and ends', async (_name, rest) => {
  const { stub, call } = await tools();
  const head = 'HTTP/1.1 200 x\r\ncontent-type: application/octet-stream\r\nconnection: close\r\n\r\n';
  const start = Buffer.from(encodeFrame('meta', { type: 'start', id: 'exe_1', offset: 0, pid: 1 }));
  const piece = Buffer.from(encodeFrame('stdout', Buffer.from(steeringText.repeat(5000))));
  const others = answerBy(honest('/srv/app'));
  stub.answer = (asked) =>
    asked.path.endsWith('/exec') ? { bytes: [head, start, ...rest(piece)] } : others(asked);
  let said = '';
  const grown = await peakGrowth(async () => {
    said = await call('bash', { command: 'true' });
  });
  expect(grown).toBeLessThan(300);
  expect(said.length).toBeLessThan(20_000_000);
});

test('a command that can be followed only to be cut off is not asked for without a pause', async () => {
  const { stub, call } = await tools();
  const others = answerBy(honest('/srv/app'));
  stub.answer = (asked) => {
    if (!/\/exec(?:\/exe_1\/output)?$|\/exe_1\/.*/.test(asked.path)) return others(asked);
    return {
      bytes: [
        'HTTP/1.1 200 x\r\ncontent-length: 100000\r\n\r\n',
        encodeFrame('meta', { type: 'start', id: 'exe_1', offset: 0, pid: 1 }),
      ],
    };
  };
  await expect(call('bash', { command: 'true' }, 3000)).rejects.toThrow('did not end');
  expect(stub.asked.length).toBeLessThan(30);
});
