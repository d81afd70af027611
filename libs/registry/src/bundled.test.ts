import { execFile } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

import { build, type BuildOptions } from 'esbuild';

import { tempFolder } from './testing/temp-folder.js';

const fromHere = (path: string) => fileURLToPath(new URL(path, import.meta.url));
const run = promisify(execFile);
let made: string;

/** A program that prints the ids of the hosts it finds, bundled as orssh is. */
beforeAll(async () => {
  made = mkdtempSync(join(tmpdir(), 'orssh-registry-bundle-'));
  const { bundleOptions } = (await import(fromHere('../../../tools/dev/bundle.mjs'))) as {
    bundleOptions: BuildOptions;
  };
  const entry = join(made, 'entry.mts');
  writeFileSync(
    entry,
    `import { loadRegistry } from ${JSON.stringify(fromHere('index.ts'))};
     const { hosts, notices } = await loadRegistry();
     console.log(JSON.stringify({ ids: hosts.map(({ id }) => id), notices }));`,
  );
  await build({
    ...bundleOptions,
    entryPoints: { entry },
    outdir: join(made, 'whole'),
    splitting: true,
    outExtension: { '.js': '.mjs' },
  });
});

afterAll(() => {
  rmSync(made, { recursive: true, force: true });
});

test.each([
  [
    'config.ts',
    'enum Name { a = "a" } export default { providers: { p: { hosts: [{ name: Name.a, ssh: { host: "a" } }] } } };',
  ],
  ['config.mjs', 'export default { providers: { p: { hosts: [{ name: "a", ssh: { host: "a" } }] } } };'],
  ['config.cjs', 'module.exports = { providers: { p: { hosts: [{ name: "a", ssh: { host: "a" } }] } } };'],
  ['config.yaml', 'providers: {p: {hosts: [{name: a, ssh: {host: a}}]}}'],
  ['config.jsonc', '{"providers": {"p": {"hosts": [{"name": "a", "ssh": {"host": "a"}}]}}}'],
])('a bundle reads %s', async (name, content) => {
  const { write, project, env } = tempFolder();
  write(`home/.config/orssh/${name}`, content);
  const { stdout } = await run(process.execPath, [join(made, 'whole/entry.mjs')], { cwd: project, env });
  expect(JSON.parse(stdout)).toEqual({ ids: ['p/a'], notices: [] });
});

test('what others have written for cosmiconfig itself in a folder is not run', async () => {
  const { write, path, project, env } = tempFolder();
  write('home/.orsshrc.yaml', 'providers: {p: {hosts: [{name: a, ssh: {host: a}}]}}');
  const harm = `require("node:fs").writeFileSync(${JSON.stringify(join(path, 'harm'))}, "")`;
  write('home/project/.config/config.js', harm);
  write('home/project/.config/config.cjs', harm);
  write('home/project/package.json', { cosmiconfig: { searchPlaces: ['x'] } });
  const { stdout } = await run(process.execPath, [join(made, 'whole/entry.mjs')], { cwd: project, env });
  expect(JSON.parse(stdout)).toEqual({ ids: ['p/a'], notices: [] });
  expect(readdirSync(path)).not.toContain('harm');
});

test('without a file a bundle loads nothing but what it begins with, which is small', async () => {
  const { write, home, project, env } = tempFolder();
  const start = join(made, 'start');
  cpSync(join(made, 'whole'), start, { recursive: true });
  const needed = new Set(staticImports(start, 'entry.mjs'));
  for (const file of readdirSync(start)) if (!needed.has(file)) rmSync(join(start, file));
  for (const file of needed) {
    expect(readFileSync(join(start, file), 'utf8')).not.toMatch(/\$ZodType|createScanner|class YAMLMap/);
  }
  mkdirSync(join(home, '.config', 'orssh'), { recursive: true });
  write('home/project/package.json', { name: 'x', dependencies: { orssh: '1' } });
  write('home/project/opencode.json', { plugin: ['opencode-remote-ssh'] });
  const { stdout } = await run(process.execPath, [join(start, 'entry.mjs')], { cwd: project, env });
  expect(JSON.parse(stdout)).toEqual({ ids: [], notices: [] });
});

/** A file of the bundle and what it imports before it runs. */
function staticImports(folder: string, file: string): string[] {
  const text = readFileSync(join(folder, file), 'utf8');
  const imported = [...text.matchAll(/^(?:import|\}) ?(?:from )?"\.\/([^"]+)";$/gm)].map(
    ([, name = '']) => name,
  );
  return [file, ...imported.flatMap((name) => staticImports(folder, name))];
}
