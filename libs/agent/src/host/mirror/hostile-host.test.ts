import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { type Asked, peakGrowth, startCanary, steeringText, type Told } from '@orssh/protocol/testing';

import { hostileRemote } from '../../testing/hostile-remote.js';
import { Mirror } from './mirror.js';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'orssh-mirror-'));
  await mkdir(join(folder, 'agents', 'anchor'), { recursive: true });
  await writeFile(join(folder, 'secret.md'), 'LOCAL-SECRET');
});
afterEach(() => rm(folder, { recursive: true, force: true }));

/** A mirror of a host that answers so; what it wrote is below `folder`. */
async function mirrored(answer: (asked: Asked & { of: string }) => Told | undefined) {
  const anchor = join(folder, 'agents', 'anchor');
  const { stub, remote } = await hostileRemote(anchor);
  const { port, token } = remote.door;
  stub.answer = (asked) => {
    const { path = '' } = JSON.parse(asked.body.toString() || '{}') as { path?: string };
    return answer({ ...asked, of: path }) ?? honest(asked.path, path);
  };
  const said: string[] = [];
  const tell = (text: string) => void said.push(text);
  const mirror = new Mirror({
    api: {
      globalConfig: () => Promise.resolve({ instructions: ['notes/*.md'] }),
      isWorking: () => Promise.resolve(false),
      reload: () => Promise.resolve(),
    } as never,
    folder: { anchor } as never,
    context: {
      ...{
        host: 'box',
        workspace: { id: 'wrk_1', projectID: 'p', name: 'app', directory: '/srv/app' },
        env: {},
      },
      log: (_level: string, message: string) => {
        tell(message);
      },
      notify: ({ message }: { message: string }) => {
        tell(message);
      },
    } as never,
    door: { port, token, directory: '/srv/app' },
  });
  await mirror.start();
  await mirror.close();
  return { anchor, said };
}

const stat = {
  size: 1,
  modified: 1,
  mode: 0o644,
  etag: 'e',
  inside: true,
  approved: true,
  access: 'all',
  secret: false,
};

function honest(route: string, path: string): Told {
  if (route.endsWith('/stat'))
    return {
      json: {
        ...stat,
        path,
        resolved: path,
        type: path.endsWith('.md') || path.endsWith('.json') ? 'file' : 'none',
      },
    };
  if (route.endsWith('/read')) return { body: Buffer.from('text'), type: 'application/octet-stream' };
  if (route.endsWith('/glob')) return { json: { files: [], truncated: false } };
  return { json: { entries: [], more: false } };
}

const names = [
  ...[
    '..',
    '../../secret.md',
    '../x.md',
    '/secret.md',
    './x.md',
    'a/../../../x.md',
    '..\\x.md',
    '',
    '.',
    '.git/config.md',
  ],
  ...[
    'nul\0.md',
    `${steeringText}.md`,
    'x\n.md',
    '{env:HOME}.md',
    `${'n'.repeat(300)}.md`,
    '~/x.md',
    'C:\\x.md',
    '.md',
    'opencode.json',
  ],
  ...['.opencode/plugin/evil.md', '.opencode/agent/evil.md', '__proto__.md', 'constructor'],
];

async function filesBelow(path: string): Promise<string[]> {
  const entries = await readdir(path, { recursive: true, withFileTypes: true });
  expect(entries.filter((entry) => !entry.isFile() && !entry.isDirectory())).toEqual([]);
  return entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
}

test('whatever a host names, no file is written but in the anchor, and none is read', async () => {
  const found = names.flatMap((name) => [name, `/srv/app/${name}`, join(folder, 'secret.md')]);
  const { anchor, said } = await mirrored(({ path: route, of }) => {
    if (route.endsWith('/glob'))
      return { json: { files: found.map((path) => ({ path, modified: 1 })), truncated: false } };
    if (route.endsWith('/entries'))
      return {
        json: {
          entries: found.map((name) => ({ name, type: 'file', link: true, size: 1, modified: 1 })),
          more: true,
        },
      };
    if (route.endsWith('/stat') && /\/(?:agents?|modes?|commands?|skills?)$/.test(of))
      return { json: { ...stat, path: '/', resolved: join(folder, 'secret.md'), type: 'directory' } };
    if (route.endsWith('/read') && of.endsWith('opencode.json'))
      return {
        body: Buffer.from(
          JSON.stringify({ instructions: [...names, `${folder}/*.md`, 'x/*.md'], [steeringText]: 1 }),
        ),
      };
    return undefined;
  });
  const written = await filesBelow(folder);
  expect(written.filter((path) => !path.startsWith(`${anchor}/`))).toEqual([join(folder, 'secret.md')]);
  expect(written.filter((path) => /[^\x20-\x7e]|\/\.\.\/|evil\.(?!md)|\/\.git\//.test(path))).toEqual([]);
  for (const path of written)
    if (path !== join(folder, 'secret.md')) expect(await readFile(path, 'utf8')).not.toContain('LOCAL');
  expect(await readFile(join(folder, 'secret.md'), 'utf8')).toBe('LOCAL-SECRET');
  expect(said.join('')).not.toMatch(/[\x00-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]/);
  expect(written).toContain(join(anchor, 'AGENTS.md'));
});

/** A folder of so many; made once, for it is told often. */
function many(count: number, type: 'file' | 'directory', suffix = ''): Told {
  const entry = (at: number) => ({ name: `n${at}${suffix}`, type, link: false, size: 1, modified: 1 });
  return {
    body: Buffer.from(
      JSON.stringify({ entries: Array.from({ length: count }, (_, at) => entry(at)), more: true }),
    ),
  };
}

/** All that is looked at is there, with these below it. */
function everywhere(entries: Told, size = 1) {
  return ({ path, of }: Asked & { of: string }): Told | undefined => {
    if (path.endsWith('/entries')) return entries;
    const type = of.endsWith('.md') ? 'file' : 'directory';
    return path.endsWith('/stat') ? { json: { ...stat, size, path: of, resolved: of, type } } : undefined;
  };
}

const huge: Told = { body: Buffer.alloc(40 * 1024 * 1024, 'a') };
const files = everywhere(many(300, 'file', '.md'), -1e300);
const endless: [string, (asked: Asked & { of: string }) => Told | undefined][] = [
  ['folders in folders without an end', everywhere(many(310, 'directory'))],
  ['twenty thousand files in a folder', everywhere(many(20_000, 'file', '.md'))],
  ['files that say to be small', (asked) => (asked.path.endsWith('/read') ? huge : files(asked))],
];

test.each(endless)(
  '%s cost a bound',
  async (_name, answer) => {
    const grown = await peakGrowth(async () => {
      await mirrored(answer);
    });
    expect(grown).toBeLessThan(300);
    const written = await filesBelow(folder);
    expect(written.length).toBeLessThan(400);
  },
  120_000,
);

test('a host that leads elsewhere is not followed', async () => {
  const canary = await startCanary();
  const { anchor } = await mirrored(() => ({
    bytes: [`HTTP/1.1 302 x\r\nlocation: ${canary.url}\r\ncontent-length: 0\r\n\r\n`],
  }));
  expect(await readdir(anchor)).toEqual([]);
  expect(canary.touched()).toBe(false);
  await canary.close();
});
