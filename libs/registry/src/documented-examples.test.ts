import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';

import { configSchema } from './config/schema.js';
import { loadRegistry, type Registry, registryJsonSchema } from './index.js';
import { parseText } from './read/parse-text.js';
import { tempFolder } from './testing/temp-folder.js';
import { wouldRun } from './trust/would-run.js';

const documentation = readFileSync(new URL('../../../docs/configuration.md', import.meta.url), 'utf8');

const Ajv = createRequire(import.meta.url)('ajv') as new (options: object) => {
  compile(schema: object): ((value: unknown) => boolean) & { errors?: unknown };
};

function exampleIn(language: string): string {
  const [, example = ''] = new RegExp(`\`\`\`${language}\n([^]*?)\`\`\``).exec(documentation) ?? [];
  return example;
}

async function loadExample(language: string): Promise<Registry> {
  const { write, env } = tempFolder();
  return loadRegistry({ env, configFile: write(`hosts.${language}`, exampleIn(language)) });
}

test('both examples load, and mean the same', async () => {
  const [jsonc, yaml] = [await loadExample('jsonc'), await loadExample('yaml')];
  expect(jsonc.hosts.map(({ id }) => id)).toEqual(['gpu/gpu-1', 'gpu/gpu-2', 'office/desk']);
  expect(jsonc.hosts[1]?.labels).toEqual(['gpu', 'env=prod', 'cuda=12']);
  expect(jsonc.providers.map(withoutFile)).toEqual(yaml.providers.map(withoutFile));
});

function withoutFile(provider: Registry['providers'][number]) {
  return { ...provider, hosts: provider.hosts.map((host) => ({ ...host, file: undefined })) };
}

test.each(['jsonc', 'yaml'])('the schema takes the example in %s', async (language) => {
  const parsed = await parseText(`hosts.${language}`, exampleIn(language));
  const valid = new Ajv({}).compile(await registryJsonSchema());
  expect([valid(parsed.value), valid.errors]).toEqual([true, null]);
});

test('every setting is in the documentation', () => {
  const names = new Set<string>();
  const look = (schema: unknown): void => {
    const { def } = (schema as { _zod: { def: Record<string, unknown> } })._zod;
    for (const [name, inner] of Object.entries(def['shape'] ?? {})) {
      names.add(name);
      look(inner);
    }
    for (const part of ['innerType', 'element', 'valueType']) if (def[part]) look(def[part]);
    for (const option of (def['options'] ?? []) as unknown[]) look(option);
  };
  look(configSchema);
  expect(names.size).toBeGreaterThan(25);
  expect(
    [...names].filter(
      (name) => !new RegExp(`\`(?:tunnel\\.)?${name.replace('$', '\\$')}\``).test(documentation),
    ),
  ).toEqual([]);
});

test('the options that are said to need no trust need none', () => {
  const [, list = ''] = /Options that only tune a connection: (.*)/.exec(documentation) ?? [];
  const options = Object.fromEntries([...list.matchAll(/`(\w+)`/g)].map(([, name = '']) => [name, 'x']));
  expect(Object.keys(options)).toHaveLength(20);
  expect(wouldRun({ providers: { p: { hosts: [{ name: 'a', ssh: { host: 'a', options } }] } } })).toEqual([]);
});
