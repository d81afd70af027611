import { execFileSync } from 'node:child_process';
import { join } from 'node:path';

import { largestFile } from '../find/found-file.js';
import { loadRegistry } from '../load.js';
import { errorOf } from '../testing/error-of.js';
import { tempFolder } from '../testing/temp-folder.js';

const deep = (open: string, close: string) => open.repeat(200_000) + close.repeat(200_000);

test.each([
  ['a.json', deep('[', ']'), /nested more than/],
  ['a.json', `{"a": ${deep('{"a":', '}')}}`, /nested more than/],
  ['a.yaml', deep('[', ']'), /nested more than/],
  [
    'a.yaml',
    Array.from({ length: 3000 }, (_, depth) => `${' '.repeat(depth)}a:`).join('\n'),
    /nested more than/,
  ],
  ['a.json', Buffer.from([0x7f, 0x45, 0x4c, 0x46, 0, 0, 1]), /not a text file/],
  ['.orsshrc', Buffer.alloc(1000, 0), /not a text file/],
  ['a.json', '{"providers": {"gpu": {}, "gpu": {}}}', /line 1: the key gpu stands twice/],
  ['a.yaml', 'a: 1\nb: 2\na: 3', /Map keys must be unique/],
  ['a.json', '{\n  "a": \n}', /line 3: it is not JSON: value expected/],
  ['a.yaml', 'a: 1\n b: [\n', /line \d: it is not YAML/],
  ['a.yaml', 'a: 1\n---\nb: 1', /not YAML/],
  ['a.yaml', 'a: *nobody', /not YAML/],
  ['a.yaml', manyAliases(), /not YAML/],
  ['a.json', '{"__proto__": {"leaseMode": "none"}}', /"__proto__"/],
  ['a.yaml', 'providers: {__proto__: {strategy: random}}', /"__proto__"/],
  ['a.mjs', 'throw new Error("boom")', /boom/],
  ['a.mjs', 'export default {', /.+/],
  ['a.ts', 'export default {', /.+/],
])('%s: %.30s', async (name, content, why) => {
  const { write, env } = tempFolder();
  const configFile = write(name, content);
  const error = await errorOf(() => loadRegistry({ env, configFile }));
  expect(error).toMatchObject({
    code: 'config_unreadable',
    problems: [expect.objectContaining({ file: configFile }), ...error.problems.slice(1)],
  });
  expect(error.message).toMatch(why);
  expect(error.message.length).toBeLessThan(1000);
  expect(({} as { leaseMode?: string }).leaseMode).toBeUndefined();
});

test.each([
  ['a.json', '{"providers": {"p": {"hosts": [{"name": "constructor", "ssh": {"host": "toString"}}]}}}'],
  ['a.yaml', 'providers: {constructor: {hosts: [{name: hasOwnProperty, ssh: {host: a}}]}}'],
])('names of the language itself are names: %s', async (name, content) => {
  const { write, env } = tempFolder();
  expect((await loadRegistry({ env, configFile: write(name, content) })).hosts).toHaveLength(1);
});

test.each([
  ['a.json', ''],
  ['a.yaml', '# only a comment\n'],
  ['package.json', '{"name": "x"}'],
])('%s that says nothing is an empty configuration', async (name, content) => {
  const { write, env } = tempFolder();
  expect((await loadRegistry({ env, configFile: write(name, content) })).hosts).toEqual([]);
});

test('a file that no configuration can be as large as is not read', async () => {
  const { write, env } = tempFolder();
  const configFile = write('a.json', ' '.repeat(largestFile + 1));
  const error = await errorOf(() => loadRegistry({ env, configFile }));
  expect(error.message).toContain('it is larger than 32 MiB');
});

test('a pipe of that name is not waited for', async () => {
  const { home, project: cwd, env } = tempFolder();
  execFileSync('mkfifo', [join(home, '.orsshrc'), join(cwd, 'package.json'), join(cwd, 'opencode.json')]);
  const { files, notices } = await loadRegistry({ cwd, env });
  expect(files).toEqual([]);
  expect(notices).toEqual([expect.stringContaining('.orsshrc is not a file')]);
});

test('$import of the library that reads is no setting', async () => {
  const { write, env } = tempFolder();
  const other = write('other.json', { leaseMode: 'none' });
  const error = await errorOf(() => loadRegistry({ env, configFile: write('a.json', { $import: other }) }));
  expect(error.problems).toMatchObject([{ path: '$import' }]);
});

/** A few lines that mean hundreds of millions of values. */
function manyAliases(): string {
  const lines = ['a: &a [x, x, x, x, x, x, x, x, x]'];
  for (const [name, of] of ['ba', 'cb', 'dc', 'ed', 'fe', 'gf', 'hg', 'ih'].map((pair) => pair.split(''))) {
    lines.push(
      `${name ?? ''}: &${name ?? ''} [${Array.from({ length: 9 }, () => `*${of ?? ''}`).join(', ')}]`,
    );
  }
  return lines.join('\n');
}
