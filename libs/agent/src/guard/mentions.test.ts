import { mentionsIn, withoutLocalMentions } from './mentions.js';

const look = (...there: string[]) => ({
  anchor: '/anchor',
  home: '/home/me',
  exists: (path: string) => Promise.resolve(there.includes(path)),
});

test('mentions are found as OpenCode finds them', () => {
  expect(mentionsIn('see @src/a.ts, @~/x and me@example.org `@no` @src/a.ts.')).toEqual(['src/a.ts', '~/x']);
});

test('what is outside of the anchor is no mention any more, whether it is there or not', async () => {
  const text = 'a @/etc/passwd b @~/.ssh/id c @../up d @. e @./x';
  expect(await withoutLocalMentions(text, look())).toBe('a /etc/passwd b ~/.ssh/id c ../up d . e @./x');
});

test('what is within the anchor goes where something is there; agents stay', async () => {
  const text = '@explore @types/node @link';
  expect(await withoutLocalMentions(text, look('/anchor/link'))).toBe('@explore @types/node link');
});

test('nothing becomes a mention by what was taken away', async () => {
  const text = 'see @..@/etc/passwd';
  const said = await withoutLocalMentions(text, look());
  expect(mentionsIn(said).filter((name) => name.startsWith('/'))).toEqual([]);
});

test('mentions in mentions without an end cost a bound', async () => {
  const text = `${'@/'.repeat(250_000)}etc/passwd`;
  const from = performance.now();
  expect(mentionsIn(await withoutLocalMentions(text, look()))).toEqual([]);
  expect(performance.now() - from).toBeLessThan(10_000);
});
