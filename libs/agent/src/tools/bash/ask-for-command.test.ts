import { readFile } from 'node:fs/promises';

import type { CommandLook } from '@orssh/protocol';

import { toolContext } from '../../testing/tool-context.js';
import { askForCommand } from './ask-for-command.js';

interface Recorded {
  command: string;
  patterns?: string[];
  always?: string[];
}

const directory = '/srv/proj';
const recorded = JSON.parse(
  await readFile(new URL('./recorded/asked.json', import.meta.url), 'utf8'),
) as Recorded[];

const nothing: CommandLook = {
  ...{
    touches: [],
    patterns: [],
    allow: [],
    approved: [],
    directories: [],
    parentDir: '',
    unknown: [],
    programs: [],
  },
};

const passwd: CommandLook = {
  touches: [{ path: '/etc/passwd', requested: 'link', access: 'read', tree: false, secret: false }],
  patterns: ['/etc/*'],
  allow: [{ pattern: '/etc/passwd', access: 'read' }],
  approved: [],
  directories: ['/etc'],
  parentDir: '/etc/passwd (read)',
  unknown: ['$(list)'],
  programs: ['cat'],
};

function remote(seen: CommandLook = nothing) {
  const looks: unknown[] = [];
  const look = (request: unknown): Promise<CommandLook> => {
    looks.push(request);
    return Promise.resolve(seen);
  };
  return { looks, look, path: () => directory };
}

async function asked(command: string, { cwd = directory, on = remote() } = {}) {
  const context = toolContext();
  const allow = await askForCommand(on, { command, cwd }, { context });
  return { asked: context.asked, allow, looks: on.looks };
}

/** Recorded from OpenCode 1.18.33. */
test.each(recorded)('$command asks what OpenCode asks', async ({ command, patterns, always }) => {
  const bash = (await asked(command)).asked.find(({ permission }) => permission === 'bash');
  expect(bash?.patterns).toEqual(patterns);
  expect(bash?.always).toEqual(always);
});

test('what a command touches outside is one question, before the command, and allowed as narrowly as it is touched', async () => {
  const command = 'cat link $(list)/x';
  const { asked: questions, allow } = await asked(command, { on: remote(passwd) });
  expect(questions.map(({ permission }) => permission)).toEqual(['external_directory', 'bash']);
  const { patterns, directories, touches, parentDir, unknown } = passwd;
  expect(questions[0]).toMatchObject({
    patterns,
    always: patterns,
    metadata: { command, patterns, directories, touches, parentDir, unknown },
  });
  expect(allow).toEqual(passwd.allow);
});

test('of a place with a backslash nothing is kept for good', async () => {
  const context = toolContext();
  const patterns = [String.raw`/etc\x/*`];
  await askForCommand(remote({ ...passwd, patterns }), { command: 'cat ../x', cwd: directory }, { context });
  expect(context.asked[0]).toMatchObject({ patterns, always: [] });
});

test('a warning is passed on', async () => {
  const on = remote({ ...passwd, warning: 'may hold keys' });
  const { asked: questions } = await asked('cat ~/.ssh/id', { on });
  expect(questions[0]?.metadata).toMatchObject({ warning: 'may hold keys' });
});

test.each(['npm test', 'git status --short', 'ls -la', 'make -j4 CC=gcc'])(
  '%s is not looked at before it runs',
  async (command) => {
    expect((await asked(command)).looks).toEqual([]);
  },
);

test.each([
  'cd',
  'ls ..',
  'cat a/b',
  'cat ~',
  'cat $x',
  'a; b',
  'ls *',
  'a | b',
  'echo x > y',
  'a && cd',
  'ls `a`',
])('%s is looked at once', async (command) => {
  expect((await asked(command)).looks).toEqual([{ command, cwd: directory }]);
});

test('in another directory everything is looked at', async () => {
  expect((await asked('ls', { cwd: '/tmp' })).looks).toEqual([{ command: 'ls', cwd: '/tmp' }]);
});

test('after a no nothing more is asked', async () => {
  const context = toolContext({
    answer: () => {
      throw new Error('no');
    },
  });
  await expect(
    askForCommand(remote(passwd), { command: 'rm /opt/x', cwd: directory }, { context }),
  ).rejects.toThrow('no');
  expect(context.asked.map(({ permission }) => permission)).toEqual(['external_directory']);
});

test('a folder that was approved is asked for where a rule forbids it since', async () => {
  const context = toolContext();
  const rules = { forbid: (_of: unknown, pattern: string) => Promise.resolve(pattern === '/opt/*') };
  const on = remote({ ...nothing, approved: ['/opt/*', '/tmp/*'] });
  await askForCommand(on, { command: 'cat /opt/a /tmp/b', cwd: directory }, { context, rules });
  expect(context.asked.map(({ permission, patterns }) => [permission, patterns])).toEqual([
    ['external_directory', ['/opt/*']],
    ['bash', ['cat /opt/a /tmp/b']],
  ]);
});
