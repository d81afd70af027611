import { readFileSync } from 'node:fs';

import { stubVersion, versionedStubName } from './index.js';

test('the version is the one of the repository, which the stub is built with', () => {
  const root = readFileSync(new URL('../../../package.json', import.meta.url), 'utf8');
  expect(stubVersion).toBe((JSON.parse(root) as { version: string }).version);
});

test('a versioned name carries the first 12 digits of the hash', () => {
  expect(versionedStubName(`0123456789ab${'f'.repeat(52)}`)).toMatch(/-0123456789ab$/);
});
