import { mentionedFiles } from './mentions.js';

const of = (text: string, ...others: Record<string, unknown>[]) =>
  mentionedFiles([{ type: 'text', text }, ...others], '/srv/app').map(({ url, filename }) => [filename, url]);

test('what a text mentions is a file below the directory, or absolute', () => {
  expect(of('Look at @src/a.ts, and @/etc/hosts. Or @../b')).toEqual([
    ['src/a.ts', 'file:///srv/app/src/a.ts'],
    ['/etc/hosts', 'file:///etc/hosts'],
    ['../b', 'file:///srv/b'],
  ]);
});

test('an address, code and a single @ mention nothing', () => {
  expect(of('me@example.org `@a` @ x')).toEqual([]);
});

test('what a part stands for is not mentioned once more, nor twice', () => {
  const file = { type: 'file', source: { type: 'file', text: { value: '@a.ts' } } };
  const agent = { type: 'agent', name: 'general', source: { value: '@general' } };
  expect(of('@a.ts @general @b @b', file, agent)).toEqual([['b', 'file:///srv/app/b']]);
});

test('a text that is not of the person mentions nothing', () => {
  expect(mentionedFiles([{ type: 'text', text: '@a', synthetic: true }], '/srv/app')).toEqual([]);
});

test('the mention is where the text has it', () => {
  const [part] = mentionedFiles([{ type: 'text', text: 'see @a.ts' }], '/srv/app');
  expect(part?.['source']).toEqual({
    type: 'file',
    path: '/srv/app/a.ts',
    text: { value: '@a.ts', start: 4, end: 9 },
  });
});
