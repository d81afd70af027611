import { cp, mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { arch } from 'node:process';
import { join } from 'node:path';
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

const root = fileURLToPath(new URL('../../../', import.meta.url));

export async function ownPlugin(): Promise<OwnPlugin> {
  const folder = await mkdtemp(join(available().folder, 'own-plugin-'));
  const path = join(folder, 'plugin');
  await cp(pluginPath, path, { recursive: true });
  return {
    path,
    async upgrade(version) {
      const sources = join(folder, version);
      await mkdir(sources);
      await writeFile(join(sources, 'package.json'), JSON.stringify({ version }));
      await symlink(join(root, 'go-stub'), join(sources, 'go-stub'));
      const stubs = join(path, 'go-stub');
      await rm(stubs, { recursive: true });
      const targets = arch === 'arm64' ? 'arm64' : 'amd64';
      const build = join(root, 'tools/stub-build/build.mjs');
      await must(process.execPath, [build, '--root', sources, '--targets', targets, '--out', stubs], {
        timeoutMs: 300_000,
      });
    },
  };
}
