import { readFileSync } from 'node:fs';

import { configSchema } from './config/schema.js';
import { loadRegistry, type Registry } from './index.js';
import { tempFolder } from './testing/temp-folder.js';
import { wouldRun } from './trust/would-run.js';

const documentation = readFileSync(new URL('../../../docs/configuration.md', import.meta.url), 'utf8');

async function loadExample(language: string): Promise<Registry> {
  const [, example = ''] = new RegExp(`\`\`\`${language}\n([^]*?)\`\`\``).exec(documentation) ?? [];
  const { write, env } = tempFolder();
  return loadRegistry({ env, configFile: write(`hosts.${language}`, example) });
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
