import { buildProgram } from '../program.js';
import { fakeCli } from '../testing/fake-cli.js';
import { complete, type WordSources } from './complete.js';

const values =
  (...words: string[]) =>
  () =>
    Promise.resolve(words.map((value) => ({ value })));
const sources: WordSources = {
  hosts: values('web1', 'gpu1'),
  aliases: values('web1', 'staging'),
  labels: values('gpu', 'env=prod'),
  providers: values('lab'),
};

const programFor = (words: string[]) =>
  buildProgram({ cli: fakeCli(), outcome: { exitCode: 0 }, argv: ['complete', '--', ...words] });

const suggested = async (...words: string[]) => {
  const program = await programFor(words);
  const { words: found, files } = await complete(program, words, () => sources);
  return [...found.map(({ value }) => value), ...(files ? [':files'] : [])];
};

test.each([
  [['e'], ['exec', 'exit-codes']],
  [['help', 'se'], ['setup']],
  [
    ['setup', ''],
    ['web1', 'gpu1', 'staging'],
  ],
  [['setup', 'st'], ['staging']],
  [['setup', '--connect-timeout', '3', 'g'], ['gpu1']],
  [['setup', '--connect-timeout=3', 'g'], ['gpu1']],
  [['logs', '-n', '3', 'g'], ['gpu1']],
  [['setup', '--identity', ''], [':files']],
  [['setup', 'web1', '--id'], ['--identity']],
  [
    ['setup', 'web1', ''],
    ['web1', 'gpu1', 'staging'],
  ],
  [['setup', '--label', 'g'], ['gpu']],
  [
    ['completion', ''],
    ['bash', 'zsh', 'fish'],
  ],
  [['exec', 'web1', '--cw'], ['--cwd']],
  [['exec', 'web1', 'ls', '--cw'], []],
  [['exec', 'web1', '--', ''], []],
  [['exec', '--label', 'gpu', '--cw'], ['--cwd']],
  [['exec', '--label', 'gpu', 'ls', ''], []],
  [['exec', '--all', 'ls', '--cw'], []],
  [['nonsense', ''], []],
])('after %j come %j', async (words, expected) => {
  expect(await suggested(...words)).toEqual(expected);
});

test('every verb is suggested, the one that the shells call is not', async () => {
  const verbs = await suggested('');
  expect(verbs).toEqual(expect.arrayContaining(['exec', 'setup', 'completion', 'help']));
  expect(verbs).not.toContain('complete');
});

test('names come from the configuration that the line names', async () => {
  const asked: (string | undefined)[] = [];
  const words = ['setup', '--config', 'other.yaml', ''];
  await complete(await programFor(words), words, (file) => {
    asked.push(file);
    return sources;
  });
  expect(asked).toEqual(['other.yaml']);
});
