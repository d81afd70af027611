import { cp, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { arch } from 'node:process';
import { fileURLToPath } from 'node:url';

import { available } from '../available.js';
import { must } from '../run.js';
import { pluginPath } from './plugin-path.js';

/** A copy of the plugin's package that is upgraded while nobody else notices. */
export interface OwnPlugin {
  readonly path: string;
  /** Puts the stub of another version into it, built from the same sources. */
  upgrade(version: string): Promise<void>;
}

export async function ownPlugin(): Promise<OwnPlugin> {
  const path = join(await mkdtemp(join(available().folder, 'own-plugin-')), 'plugin');
  await cp(pluginPath, path, { recursive: true });
  return {
    path,
    async upgrade(version) {
      const built = await stubsOf(version);
      await rm(join(path, 'go-stub'), { recursive: true });
      await cp(built, join(path, 'go-stub'), { recursive: true });
    },
  };
}

const builds = new Map<string, Promise<string>>();

/** A build takes seconds: tests share it. */
function stubsOf(version: string): Promise<string> {
  const known = builds.get(version) ?? build(version);
  builds.set(version, known);
  return known;
}

const root = fileURLToPath(new URL('../../../', import.meta.url));

async function build(version: string): Promise<string> {
  const sources = await mkdtemp(join(available().folder, `stub-${version}-`));
  await writeFile(join(sources, 'package.json'), JSON.stringify({ version }));
  await symlink(join(root, 'go-stub'), join(sources, 'go-stub'));
  const program = join(root, 'tools/stub-build/build.mjs');
  const targets = arch === 'arm64' ? 'arm64' : 'amd64';
  await must(process.execPath, [program, '--root', sources, '--targets', targets], { timeoutMs: 300_000 });
  return join(sources, 'dist', 'go-stub');
}
