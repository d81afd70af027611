import { anchorPath, hostNames } from './anchor-path.js';

test('a file has its place in the anchor, also one from above, and there its own name again', () => {
  expect(anchorPath('/srv/app', '/srv/app/docs/a.md')).toBe('docs/a.md');
  expect(anchorPath('/', '/docs/a.md')).toBe('docs/a.md');
  const above = anchorPath('/srv/app', '/srv/AGENTS.md');
  expect(hostNames(`Instructions from: /anchor/${above}`, '/anchor')).toBe(
    'Instructions from: /srv/AGENTS.md',
  );
});
