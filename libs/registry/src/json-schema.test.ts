import { createRequire } from 'node:module';

import fc from 'fast-check';

import { configSchema } from './config/schema.js';
import { registryJsonSchema } from './json-schema.js';

const Ajv = createRequire(import.meta.url)('ajv') as new (options: object) => {
  compile(schema: object): (value: unknown) => boolean;
};
const schema = await registryJsonSchema();
const valid = new Ajv({ unknownFormats: 'ignore' }).compile(schema);

test('every setting has a description', () => {
  const bare: string[] = [];
  const look = (part: unknown, path: string): void => {
    if (typeof part !== 'object' || part === null) return;
    const { properties = {} } = part as { properties?: Record<string, { description?: string }> };
    for (const [name, property] of Object.entries(properties)) {
      if (!property.description) bare.push(`${path}.${name}`);
    }
    for (const [name, inner] of Object.entries(part)) look(inner, `${path}.${name}`);
  };
  look(schema, '');
  expect(bare).toEqual([]);
});

const ssh = { host: 'a' };
const host = (more: object) => ({ providers: { p: { hosts: [{ name: 'a', ssh, ...more }] } } });

test.each([
  {},
  { $schema: './x.json', leaseMode: 'none', idleTimeout: 0 },
  { providers: [{ name: 'p', hosts: [] }], agentIdleMs: 1000 },
  host({ labels: { gpu: true, cuda: 12, env: 'prod' }, aliases: ['b'] }),
  host({ ssh: { host: '::1', port: 22, identityFile: ['~/a', 'b'], options: { Compression: true } } }),
  { defaults: { selectionStrategy: 'random', stubPort: 1 }, tunnel: { localPortRange: [1, 2] } },
])('%j is right by both', (value) => {
  expect([configSchema.safeParse(value).success, valid(value)]).toEqual([true, true]);
});

test.each([
  [],
  'text',
  null,
  { leaseMode: 'x' },
  { unknown: 1 },
  { idleTimeout: 5 },
  { agentIdleMs: 999 },
  { installRoot: 'a/b' },
  { installRoot: '/a/../b' },
  { directory: 'x' },
  { providers: { 'a/b': {} } },
  { providers: [{}] },
  host({ name: '' }),
  host({ name: '-a' }),
  host({ labels: ['a b'] }),
  host({ labels: { gpu: null } }),
  host({ ssh: { host: '-x' } }),
  host({ ssh: { host: 'a:22' } }),
  host({ ssh: { host: 'a', port: 0 } }),
  host({ ssh: { host: 'a', port: 1.5 } }),
  host({ ssh: { host: 'a', proxyJump: '-x' } }),
  host({ ssh: { host: 'a', proxyCommand: 'a\u202eb' } }),
  host({ ssh: { host: 'a', options: { 'a b': 'c' } } }),
  host({ tunnel: { connectTimeoutMs: -1 } }),
])('%j is wrong by both', (value) => {
  expect([configSchema.safeParse(value).success, valid(value)]).toEqual([false, false]);
});

test('they agree on whatever is made up', () => {
  const text = fc.oneof(
    fc.constantFrom('a', '-a', 'a:b', '::1', 'a/b', '~/a', '/a', '30m', '0', 'a=b', 'none', 'local'),
    fc.string(),
  );
  const value = fc.oneof(
    text,
    fc.integer(),
    fc.boolean(),
    fc.constant(null),
    fc.array(text, { maxLength: 2 }),
  );
  const keys = fc.constantFrom(
    'leaseMode',
    'idleTimeout',
    'installRoot',
    'directory',
    'agent',
    'agentIdleMs',
    'tunnel',
    'labels',
    'aliases',
    'name',
  );
  const settings = fc.dictionary(keys, value, { maxKeys: 3 });
  const sshKeys = fc.constantFrom(
    'user',
    'port',
    'identityFile',
    'proxyJump',
    'proxyCommand',
    'hostKeyAlias',
    'identitiesOnly',
  );
  const sshPart = fc
    .tuple(text, fc.dictionary(sshKeys, value, { maxKeys: 2 }))
    .map(([name, rest]) => ({ host: name, ...rest }));
  fc.assert(
    fc.property(settings, sshPart, (more, sshSettings) => {
      const config = host({ ...more, ssh: sshSettings });
      expect(valid(config)).toBe(configSchema.safeParse(config).success);
    }),
    { numRuns: 1000 },
  );
});
