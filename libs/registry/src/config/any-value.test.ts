import fc from 'fast-check';

import { RegistryError } from '../errors.js';
import { checkConfig, problemAt, problemsError, type ReadConfig } from './checked-config.js';
import { compose } from './compose.js';
import { contradictions } from './contradictions.js';
import { obsoleteNotices } from './obsolete.js';

const keys = [
  ...[
    'strategy',
    'defaults',
    'providers',
    'hosts',
    'name',
    'aliases',
    'labels',
    'ssh',
    'host',
    'port',
    'options',
  ],
  ...['identityFile', 'tunnel', 'leaseMode', 'idleTimeout', 'stubPort', 'selectionStrategy', 'p', 'toString'],
];

const { value: anything } = fc.letrec<{ value: unknown }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 6, withCrossShrink: true },
    fc.constantFrom(
      'random',
      'a',
      '',
      '-x',
      'gpu=1',
      '~/a',
      '30m',
      0,
      22,
      -1,
      1.5,
      true,
      false,
      null,
      undefined,
      NaN,
    ),
    fc.string(),
    fc.array(tie('value'), { maxLength: 3 }),
    fc.dictionary(fc.oneof(fc.constantFrom(...keys), fc.string()), tie('value'), { maxKeys: 5 }),
  ),
}));

/** As `readRegistry` does it. */
function load(value: unknown): void {
  const file = { path: '/hosts', role: 'given' } as const;
  const read: ReadConfig = { file, origin: 'user', at: [], parsed: { value, lineOf: () => undefined } };
  const checked = checkConfig(read);
  if (Array.isArray(checked)) throw problemsError('config_invalid', checked);
  const against = contradictions(checked.config).map((described) => problemAt(read, described));
  if (against.length > 0) throw problemsError('config_invalid', against);
  compose([checked], obsoleteNotices(checked));
}

test('whatever a configuration is, it loads or it is said what is wrong', () => {
  fc.assert(
    fc.property(anything, fc.constantFrom('', 'providers', 'hosts', 'host'), (value, place) => {
      const host = place === 'host' ? { name: 'a', ssh: { host: 'a' }, ...(value as object) } : value;
      const hosts = place === 'host' ? [host] : host;
      const provider = { p: place === 'hosts' || place === 'host' ? { hosts } : value };
      try {
        load(place === '' ? value : { providers: place === 'providers' ? value : provider });
      } catch (error) {
        if (!(error instanceof RegistryError)) throw error;
        expect(error.problems.length).toBeGreaterThan(0);
        for (const { message, remedy } of error.problems) {
          expect(message).not.toMatch(/Invalid input|is undefined|\[object/);
          expect(remedy).not.toBe('');
        }
      }
    }),
    { numRuns: 1000 },
  );
});
