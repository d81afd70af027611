import { readFile } from 'node:fs/promises';

import type { FileStat, Remote } from '../../remote/index.js';
import { toolContext } from '../../testing/tool-context.js';
import { askForCommand } from './ask-for-command.js';

interface Recorded {
  command: string;
  patterns?: string[];
  always?: string[];
  folders?: string[];
}

const directory = '/srv/proj';
const home = '/home/me';
const folders = new Set([
  '/',
  '/etc',
  '/tmp',
  '/opt',
  '/srv',
  '/usr/local/bin',
  home,
  directory,
  `${directory}/sub`,
]);
const recorded = JSON.parse(
  await readFile(new URL('./recorded/asked.json', import.meta.url), 'utf8'),
) as Recorded[];

function remote({ links = {}, approved = [] }: { links?: Record<string, string>; approved?: string[] } = {}) {
  const stat = (path: string): Promise<FileStat> => {
    const resolved = links[path] ?? path;
    const inside = `${resolved}/`.startsWith(`${directory}/`);
    const type = folders.has(resolved) ? 'directory' : 'none';
    const facts = { type, inside, approved: approved.includes(resolved) } as const;
    const granted = { access: 'all', secret: false } as const;
    return Promise.resolve({ path, resolved, ...facts, ...granted, size: 0, modified: 0, mode: 0, etag: '' });
  };
  return { files: { stat }, facts: () => Promise.resolve({ home, directory }) } as unknown as Remote;
}

async function asked(command: string, cwd = directory, on = remote()) {
  const context = toolContext();
  const allow = await askForCommand(on, { command, cwd }, { context });
  return { asked: context.asked, allow };
}

/** Recorded from OpenCode 1.18.33. */
test.each(recorded)('$command asks what OpenCode asks', async ({ command, patterns, always }) => {
  const bash = (await asked(command)).asked.find(({ permission }) => permission === 'bash');
  expect(bash?.patterns).toEqual(patterns);
  expect(bash?.always).toEqual(always);
});

/** Where OpenCode looks at less than the shell does, or takes what is escaped for what is written. */
const seesMore = /[<>]|\$\{?HOME|\\ /;

test.each(recorded.filter(({ command }) => !seesMore.test(command)))(
  '$command asks for the folders that OpenCode asks for',
  async ({ command, folders: wanted }) => {
    const place = (await asked(command)).asked.find(({ permission }) => permission === 'external_directory');
    expect(place?.patterns).toEqual(wanted);
    expect(place?.always).toEqual(wanted);
  },
);

test.each([
  ['echo hi > /tmp/out.txt', '/tmp'],
  ['sort < /etc/passwd', '/etc'],
  ['echo x 2>> ../log', '/srv'],
  ['cat $HOME/x', home],
  ['cat "${HOME}/x"', home],
  ['cat /a\\ b/c', '/a b'],
])('%s asks for %s, which OpenCode does not', async (command, folder) => {
  const { asked: questions, allow } = await asked(command);
  expect(questions[0]?.metadata).toEqual({ command, directories: [folder], patterns: [`${folder}/*`] });
  expect(allow).toEqual([`${folder}/*`]);
});

test.each(['ls 2>/dev/null', 'ls > /dev/stderr', 'ls > out.txt 2>&1'])(
  '%s asks for no folder',
  async (command) => {
    expect((await asked(command)).asked.map(({ permission }) => permission)).toEqual(['bash']);
  },
);

test('a link that leads out is asked about by where it leads', async () => {
  const links = { [`${directory}/link/inner`]: '/etc/inner', [directory]: directory };
  const { asked: questions } = await asked('rm link/inner', directory, remote({ links }));
  expect(questions[0]?.patterns).toEqual(['/etc/*']);
});

test('a directory outside is asked about, together with what the command names', async () => {
  const { asked: questions, allow } = await asked('rm ../x; touch /opt/y', '/tmp');
  expect(questions[0]?.patterns).toEqual(['/*', '/opt/*', '/tmp/*']);
  expect(allow).toEqual(['/*', '/opt/*', '/tmp/*']);
});

test('what is approved for good is not asked again', async () => {
  const { asked: questions } = await asked('touch /opt/y', directory, remote({ approved: ['/opt/y'] }));
  expect(questions.map(({ permission }) => permission)).toEqual(['bash']);
});

test('after a no nothing more is asked', async () => {
  const context = toolContext({
    answer: () => {
      throw new Error('no');
    },
  });
  await expect(
    askForCommand(remote(), { command: 'rm /opt/x', cwd: directory }, { context }),
  ).rejects.toThrow('no');
  expect(context.asked.map(({ permission }) => permission)).toEqual(['external_directory']);
});

test('a folder that was approved is asked for where a rule forbids it since', async () => {
  const on = remote({ approved: ['/opt/a', '/tmp/b'] });
  const context = toolContext();
  const rules = { forbid: (_of: unknown, pattern: string) => Promise.resolve(pattern === '/opt/*') };
  await askForCommand(on, { command: 'cat /opt/a /tmp/b', cwd: directory }, { context, rules });
  expect(context.asked.map(({ permission, patterns }) => [permission, patterns])).toEqual([
    ['external_directory', ['/opt/*']],
    ['bash', ['cat /opt/a /tmp/b']],
  ]);
});

test('of the workspace’s own directory the host is not asked', async () => {
  const looked: string[] = [];
  const usual = remote();
  const on: Remote = {
    ...usual,
    files: {
      ...usual.files,
      stat(path) {
        looked.push(path);
        return usual.files.stat(path);
      },
    },
  };
  await asked('make', directory, on);
  expect(looked).toEqual([]);
  await asked('make', `${directory}/sub`, on);
  expect(looked).toEqual([`${directory}/sub`]);
});
