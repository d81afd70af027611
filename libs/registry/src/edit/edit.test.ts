import { chmodSync, lstatSync, readdirSync, readFileSync, statSync, symlinkSync } from 'node:fs';
import { dirname, join } from 'node:path';

import fc from 'fast-check';

import { addHost, createConfig, loadRegistry, removeHost, userConfigFile } from '../index.js';
import { errorOf } from '../testing/error-of.js';
import { tempFolder } from '../testing/temp-folder.js';

const commented = `{
  // My hosts. Do not lose this.
  "leaseMode": "shared", // with everybody
  "providers": {
    /* the big ones */
    "gpu": {
      "hosts": [
        { "name": "a", "ssh": { "host": "a" } }, // rack 3
        // the old one
        { "name": "b", "ssh": { "host": "b" } }
        // end of the list
      ]
    }
  }
}
`;

const commentedYaml = `# My hosts. Do not lose this.
leaseMode: shared # with everybody
providers:
  # the big ones
  gpu:
    hosts:
      - name: a # rack 3
        ssh: {host: a}
      # the old one
      - name: b
        ssh:
          host: "b"
`;

const comments = (text: string) => text.match(/(?:\/\/|\/\*|#) .*/g);
const c = { name: 'c', aliases: ['see'], ssh: { host: 'c.example.com', port: 2222 } };

test.each([
  ['hosts.jsonc', commented],
  ['hosts.jsonc', commented.replace('"b" } }\n', '"b" } },\n')],
  ['hosts.json', commented.replaceAll('\n', '\r\n')],
  ['hosts.yaml', commentedYaml],
  ['hosts.yml', commentedYaml.replaceAll('\n', '\r\n')],
  ['.orsshrc', commentedYaml],
  ['.orsshrc', commented.replace(/\/\/.*|\/\*.*\*\//g, '')],
])('a host is added to %s and taken out again, and every comment stays', async (name, text) => {
  const { write, env } = tempFolder();
  const file = write(name, text, 0o640);
  const hosts = async () => (await loadRegistry({ env, configFile: file })).hosts.map(({ id }) => id);
  await addHost({ file, provider: 'gpu', host: c });
  await addHost({ file, provider: 'new', host: { name: 'd', ssh: { host: 'd' } } });
  expect(await hosts()).toEqual(['gpu/a', 'gpu/b', 'gpu/c', 'new/d']);
  expect(comments(readFileSync(file, 'utf8'))).toEqual(comments(text));
  expect(statSync(file).mode & 0o777).toBe(0o640);
  for (const gone of ['gpu/a', 'c', 'b', 'd']) await removeHost({ file, name: gone });
  expect(await hosts()).toEqual([]);
  const left = readFileSync(file, 'utf8');
  for (const comment of comments(text) ?? [])
    if (comment !== '# rack 3\r' && comment !== '# rack 3') expect(left).toContain(comment.trim());
  expect(left.includes('\r\n')).toBe(text.includes('\r\n'));
  expect(/[^\r]\n/.test(left)).toBe(!text.includes('\r\n'));
  await addHost({ file, provider: 'gpu', host: c });
  expect(await hosts()).toEqual(['gpu/c']);
});

test('what is added looks like what is there', async () => {
  const { write } = tempFolder();
  const file = write('hosts.jsonc', '{\n\t"providers": {\n\t\t"p": {\n\t\t\t"hosts": []\n\t\t}\n\t}\n}\n');
  await addHost({ file, provider: 'p', host: { name: 'a', ssh: { host: 'a' } } });
  expect(readFileSync(file, 'utf8')).toContain('\t\t\t\t{\n\t\t\t\t\t"name": "a",');
});

test.each([
  ['package.json', { name: 'x', orssh: { providers: {} } }],
  ['package.json', { name: 'x' }],
  ['opencode.json', { plugin: ['y', ['opencode-remote-ssh', {}]], model: 'm' }],
  ['hosts.json', { providers: [{ name: 'q', hosts: [] }] }],
  ['hosts.yaml', 'providers:\n- name: q\n'],
  ['hosts.yaml', ''],
  ['hosts.json', {}],
  ['hosts.json', ' \n'],
])('%s with %j gets the host, and keeps the rest', async (name, content) => {
  const { write, env, project } = tempFolder();
  const file = write(`home/project/${name}`, content);
  for (const provider of ['p', 'q', 'p']) {
    const host = `h${readFileSync(file, 'utf8').length}`;
    await addHost({ file, provider, host: { name: host, ssh: { host } } });
  }
  const found = name === 'package.json' || name === 'opencode.json';
  const registry = await loadRegistry({ env, cwd: project, configFile: found ? undefined : file });
  expect(registry.hosts.map(({ provider }) => provider).sort()).toEqual(['p', 'p', 'q']);
  if (found)
    expect(JSON.parse(readFileSync(file, 'utf8'))).toMatchObject(
      name === 'package.json' ? { name: 'x' } : { model: 'm' },
    );
});

test('what would make the file wrong is refused, and the file stays as it was', async () => {
  const { write, path } = tempFolder();
  const file = write('hosts.jsonc', commented);
  const host = { name: 'a', ssh: { host: 'other' } };
  expect(await errorOf(() => addHost({ file, provider: 'x', host }))).toMatchObject({ code: 'duplicate' });
  const bad = { name: 'z', ssh: { host: '-bad' } };
  expect(await errorOf(() => addHost({ file, provider: 'gpu', host: bad }))).toMatchObject({
    code: 'config_invalid',
    problems: [{ path: 'providers.gpu.hosts[2].ssh.host' }],
  });
  expect(await errorOf(() => addHost({ file, provider: '-x', host: c }))).toMatchObject({
    code: 'config_invalid',
  });
  expect(await errorOf(() => removeHost({ file, name: 'aa' }))).toMatchObject({
    code: 'unknown_host',
    remedy: 'did you mean "a"?',
  });
  expect(readFileSync(file, 'utf8')).toBe(commented);
  expect(readdirSync(path).sort()).toEqual(['home', 'hosts.jsonc']);
});

test('a program is not changed; the error has the lines to put in', async () => {
  const { write } = tempFolder();
  const file = write('orssh.config.ts', 'export default {}');
  const error = await errorOf(() => addHost({ file, provider: 'p', host: c }));
  expect(error.code).toBe('not_editable');
  expect(error.remedy).toContain(JSON.stringify(c));
});

test('YAML whose provider is an alias is left to a person, and stays as it was', async () => {
  const { write } = tempFolder();
  const text = 'providers:\n  a: &a {labels: [x]}\n  b: *a\n';
  const file = write('hosts.yaml', text);
  const error = await errorOf(() => addHost({ file, provider: 'b', host: c }));
  expect(error.code).toBe('not_editable');
  expect(readFileSync(file, 'utf8')).toBe(text);
});

test('a link stays a link', async () => {
  const { write, path } = tempFolder();
  const file = write('dotfiles/hosts.json', {});
  const link = join(path, 'hosts.json');
  symlinkSync(file, link);
  chmodSync(file, 0o600);
  await addHost({ file: link, provider: 'p', host: c });
  expect(lstatSync(link).isSymbolicLink()).toBe(true);
  expect(readFileSync(file, 'utf8')).toContain('"see"');
});

test('of changes at once none is lost', async () => {
  const { write, env } = tempFolder();
  const file = write('hosts.json', {});
  const names = Array.from({ length: 8 }, (_, at) => `h${at}`);
  await Promise.all(
    names.map((name) => addHost({ file, provider: 'p', host: { name, ssh: { host: name } } })),
  );
  expect((await loadRegistry({ env, configFile: file })).hosts.map(({ name }) => name).sort()).toEqual(names);
});

test('a new file is for its user alone, has comments and a schema, and takes hosts', async () => {
  const { env, project: cwd } = tempFolder();
  const file = userConfigFile({ env });
  await createConfig({ file });
  expect(statSync(file).mode & 0o777).toBe(0o600);
  expect(readdirSync(dirname(file)).sort()).toEqual(['config.jsonc', 'orssh.schema.json']);
  await addHost({ file, provider: 'p', host: c });
  expect(readFileSync(file, 'utf8')).toContain('// Groups of hosts.');
  expect((await loadRegistry({ cwd, env })).hosts).toMatchObject([{ id: 'p/c' }]);
  expect(await errorOf(() => createConfig({ file }))).toMatchObject({ code: 'not_editable' });
});

const sketches = fc.array(
  fc.record({ gap: fc.constantFrom('', '\n', ' // x\n', '\n/* y */\n'), comma: fc.boolean() }),
  {
    minLength: 1,
    maxLength: 6,
  },
);

test('wherever comments stand, taking one host out leaves the others and the comments', async () => {
  const { write, env } = tempFolder();
  await fc.assert(
    fc.asyncProperty(sketches, fc.nat(), async (parts, which) => {
      const hosts = parts.map(({ gap }, at) => `${gap}{"name": "h${at}", "ssh": {"host": "h"}}${gap}`);
      const text = `{"providers": {"p": {"hosts": [${hosts.join(',')}${parts[0]?.comma ? ',' : ''}]}}}`;
      const file = write('hosts.jsonc', text);
      const gone = `h${which % parts.length}`;
      await removeHost({ file, name: gone });
      const registry = await loadRegistry({ env, configFile: file });
      expect(registry.hosts.map(({ name }) => name)).toEqual(
        parts.flatMap((_, at) => (`h${at}` === gone ? [] : [`h${at}`])),
      );
      expect(comments(readFileSync(file, 'utf8'))).toEqual(comments(text));
    }),
    { numRuns: 60 },
  );
});
