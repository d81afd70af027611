import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { fakeFiles } from '../testing/fake-files.js';
import { collect } from './collect.js';
import { HostTexts } from './host-texts.js';
import { writeAnchor } from './write-anchor.js';

let anchor: string;
beforeEach(async () => {
  anchor = await mkdtemp(join(tmpdir(), 'orssh-anchor-'));
});
afterEach(() => rm(anchor, { recursive: true, force: true }));

const project = {
  '/srv/.git/HEAD': 'ref: refs/heads/main',
  '/srv/AGENTS.md': 'of the whole repository',
  '/srv/app/AGENTS.md': 'of the app',
  '/srv/app/CLAUDE.md': 'for another program',
  '/srv/app/opencode.json': '{"model":"acme/large","plugin":["evil"],"instructions":["docs/*.md"]}',
  '/srv/app/docs/style.md': 'short lines',
  '/srv/app/docs/run.js': 'evil()',
  '/srv/app/.opencode/agent/review.md':
    '---\ndescription: looks\npermission:\n  edit: allow\n---\nLook {env:SECRET}.',
  '/srv/app/.opencode/command/team/ship.md': '---\nagent: review\n---\nShip it.',
  '/srv/app/.opencode/plugin/evil.js': 'evil()',
  '/srv/app/.opencode/tool/evil.ts': 'evil()',
  '/srv/app/.opencode/skill/draw/SKILL.md': '---\nname: draw\ndescription: Draws.\n---\nDraw.',
  '/srv/app/.opencode/skill/evil/SKILL.md': '---js\nprocess.exit()\n---\nx',
  '/srv/app/.opencode/skill/draw/draw.py': 'evil()',
};

async function anchored(files: Record<string, string>, refused: (path: string) => boolean = () => false) {
  const texts = new HostTexts(fakeFiles(files, refused), {});
  const collected = await collect({ texts, directory: '/srv/app', anchor, users: {}, env: {} });
  const reload = await writeAnchor(anchor, collected);
  const names = (await readdir(anchor, { recursive: true, withFileTypes: true }))
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => join(parentPath, name).slice(anchor.length + 1))
    .sort();
  const config = JSON.parse(await readFile(join(anchor, 'opencode.json'), 'utf8')) as Record<string, unknown>;
  return { texts, reload, names, config, ignored: collected.ignored };
}

test('what instructs the model is in the anchor as text, and nothing that could run', async () => {
  const { names, config, ignored } = await anchored(project);
  expect(names).toEqual([
    ...['.opencode/above/srv/AGENTS.md', '.opencode/package-lock.json', '.opencode/package.json'],
    ...['.opencode/skill/draw/SKILL.md', 'AGENTS.md', 'docs/style.md', 'opencode.json'],
  ]);
  expect(config).toMatchObject({
    model: 'acme/large',
    agent: { review: { description: 'looks', prompt: 'Look {env:SECRET}.' } },
    command: { 'team/ship': { template: 'Ship it.', agent: 'review' } },
    instructions: [`${anchor}/.opencode/above/srv/AGENTS.md`, 'docs/style.md'],
  });
  expect(config['agent']).not.toHaveProperty('review.permission');
  expect(ignored).toEqual(['plugin']);
  expect(await readFile(join(anchor, 'opencode.json'), 'utf8')).not.toContain('{env:');
});

test.each([
  './.opencode/agent/evil.md',
  '.opencode//agents/evil.md',
  './/.opencode/./mode/evil.md',
  '.opencode/command/evil.md',
  '.OpenCode/Agent/evil.md',
  '.opencode/s\u212aill/evil.md',
  'app/.opencode/agent/evil.md',
  'app/.opencode/agent/*.md',
  './app/./.opencode/command/evil.md',
])('no instruction named %s is where OpenCode would read more than text', async (pattern) => {
  const evil = '---js\nprocess.exit()\n---\nx';
  const whole = ['/srv/app', '/srv'].map((level) => `${level}/${pattern}`);
  const { names } = await anchored({
    ...{ '/srv/.git/HEAD': '', '/srv/app/opencode.json': JSON.stringify({ instructions: [pattern] }) },
    ...Object.fromEntries(whole.map((path) => [path, evil])),
    '/srv/app/.opencode/agent/evil.md': evil,
  });
  expect(names.filter((name) => /^\.opencode\/(?!above\/|package)/i.test(name))).toEqual([]);
});

test.each(['./~/notes.md', 'app/~/notes.md'])(
  'an instruction named %s is not looked for in the home of this machine',
  async (pattern) => {
    const { config } = await anchored({
      ...{ '/srv/.git/HEAD': '', '/srv/app/opencode.json': JSON.stringify({ instructions: [pattern] }) },
      ...{ '/srv/app/./~/notes.md': 'x', '/srv/app/~/notes.md': 'x' },
    });
    expect(config['instructions']).toEqual([]);
  },
);

test('what may not be read without a question is not there', async () => {
  const { names } = await anchored(project, (path) => !path.startsWith('/srv/app'));
  expect(names).not.toContain('.opencode/above/srv/AGENTS.md');
  expect(names).toContain('AGENTS.md');
});

test('what went on the host goes here, and configuration is read anew only when that changed', async () => {
  expect((await anchored(project)).reload).toBe(true);
  expect((await anchored(project)).reload).toBe(false);
  const others = Object.entries(project).filter(([path]) => path !== '/srv/app/AGENTS.md');
  const { reload, names } = await anchored({
    ...Object.fromEntries(others),
    '/srv/app/docs/style.md': 'long lines',
  });
  expect(names).not.toContain('AGENTS.md');
  expect(await readFile(join(anchor, 'docs/style.md'), 'utf8')).toBe('long lines');
  expect(reload).toBe(false);
  const none = await anchored({});
  expect([none.names, none.reload]).toEqual([['opencode.json'], true]);
});

test('what is not there takes no time, however many names it could have', async () => {
  let waves = 0;
  let wave: Promise<void> | undefined;
  const files = fakeFiles({ '/srv/.git/HEAD': '', '/srv/app/AGENTS.md': 'of the app' }, () => false);
  const inWaves = <A extends unknown[], R>(ask: (...args: A) => Promise<R>) => {
    return async (...args: A): Promise<R> => {
      wave ??= new Promise((resolve) => {
        waves += 1;
        setTimeout(() => {
          wave = undefined;
          resolve();
        }, 5);
      });
      await wave;
      return ask(...args);
    };
  };
  const { stat, read, entries, glob } = files;
  const slow = { stat: inWaves(stat), read: inWaves(read), entries: inWaves(entries), glob: inWaves(glob) };
  await collect({ texts: new HostTexts(slow, {}), directory: '/srv/app', anchor, users: {}, env: {} });
  // The repository's root; what has a name; the text.
  expect(waves).toBe(3);
});

test('a file that changes, comes or goes is noticed', async () => {
  const files: Record<string, string> = { ...project };
  const { texts } = await anchored(files);
  expect(await texts.hasChanged({})).toBe(false);
  files['/srv/app/AGENTS.md'] = 'new';
  expect(await texts.hasChanged({})).toBe(true);
  const after = await anchored(files);
  files['/srv/app/.opencode/command/new.md'] = 'new';
  expect(await after.texts.hasChanged({})).toBe(true);
});
