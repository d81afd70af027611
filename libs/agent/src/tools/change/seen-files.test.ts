import { SeenFiles } from './seen-files.js';

test('a file is stale for a session that saw it in another state', () => {
  const seen = new SeenFiles();
  seen.saw('ses_1', '/a', 'e1');
  expect(seen.isStale('ses_1', '/a', 'e1')).toBe(false);
  expect(seen.isStale('ses_1', '/a', 'e2')).toBe(true);
  expect(seen.isStale('ses_1', '/b', 'e2')).toBe(false);
  expect(seen.isStale('ses_2', '/a', 'e2')).toBe(false);
  seen.forget('ses_1', '/a');
  expect(seen.isStale('ses_1', '/a', 'e2')).toBe(false);
});

test('the sessions that were used last are known', () => {
  const seen = new SeenFiles();
  seen.saw('ses_old', '/a', 'e1');
  seen.saw('ses_used', '/a', 'e1');
  for (let index = 0; index < 199; index++) seen.saw(`ses_${index}`, '/a', 'e1');
  seen.saw('ses_used', '/b', 'e1');
  seen.saw('ses_new', '/a', 'e1');
  expect(['ses_old', 'ses_used', 'ses_new'].map((id) => seen.isStale(id, '/a', 'e2'))).toEqual([
    false,
    true,
    true,
  ]);
});
