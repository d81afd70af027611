import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { build, type BuildResult, type OutputFile } from 'esbuild';

const fromHere = (relative: string): string => fileURLToPath(new URL(relative, import.meta.url));

const sources = {
  'main.js': `export const all = async () => [await import('./one.js'), await import('./two.js'), await import('./three.js')];`,
  'one.js': `import { Shared, count } from './shared.js'; import { both } from './both.js'; export const one = () => [new Shared(), both, count()]; export default 'first';`,
  'two.js': `import { Shared, count } from './shared.js'; export const two = () => [new Shared(), Shared, count()];`,
  'three.js': `import { Shared, count } from './shared.js'; import { both } from './both.js'; export const three = () => [Shared, both, count()];`,
  'shared.js': `export class Shared {} let n = 0; export const count = () => ++n;`,
  'both.js': `import { count } from './shared.js'; export const both = count();`,
};

type Join = (built: BuildResult, groups: string[][]) => Promise<OutputFile[]>;

describe('joinChunks', () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'orssh-join-'));
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));

  const make = async (groups: string[][]): Promise<Map<string, string>> => {
    const { joinChunks } = (await import(fromHere('../join-chunks.mjs'))) as { joinChunks: Join };
    for (const [name, text] of Object.entries(sources)) await writeFile(join(folder, name), text);
    const built = await build({
      ...{
        entryPoints: [join(folder, 'main.js')],
        outdir: join(folder, 'out'),
        outExtension: { '.js': '.mjs' },
      },
      ...{ bundle: true, splitting: true, format: 'esm', minify: true, metafile: true, write: false },
      ...{ chunkNames: 'chunks/[name]-[hash]', absWorkingDir: folder },
    });
    const files = await joinChunks(built, groups);
    for (const { path, contents } of files) {
      await mkdir(dirname(path), { recursive: true });
      await writeFile(path, contents);
    }
    return new Map(files.map(({ path, text }) => [basename(path), text]));
  };

  test('what is joined is there once, whoever takes it from where', async () => {
    await make([['one.js', 'two.js']]);
    const { all } = (await import(join(folder, 'out/main.mjs'))) as {
      all: () => Promise<
        [Record<string, () => unknown[]>, Record<string, () => unknown[]>, Record<string, () => unknown[]>]
      >;
    };
    const [first, second, third] = await all();
    const [shared, both, countOne] = first['one']?.() ?? [];
    const [, Shared, countTwo] = second['two']?.() ?? [];
    const [SharedToo, bothToo, countThree] = third['three']?.() ?? [];
    expect(shared).toBeInstanceOf(Shared);
    expect(SharedToo).toBe(Shared);
    expect([first['default'], both, bothToo]).toEqual(['first', 1, 1]);
    expect([countOne, countTwo, countThree]).toEqual([2, 3, 4]);
  });

  test('a group is one file, and takes from earlier ones what they have', async () => {
    const files = await make([['one.js'], ['three.js']]);
    const text = (name: string): string =>
      [...files].find(([file]) => file.startsWith(`${name}-`))?.[1] ?? '';
    const imports = (name: string): string[] =>
      [...text(name).matchAll(/from"([^"]*)"/g)].map(([, from = '']) => from);
    expect(imports('one')).toEqual([]);
    expect(new Set(imports('three'))).toEqual(new Set([expect.stringMatching(/^\.\/one-\w+\.mjs$/)]));
  });

  test('an entry that is not there is named', async () => {
    await expect(make([['gone.js']])).rejects.toThrow('gone.js');
  });
});
