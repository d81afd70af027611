import { randomBytes } from 'node:crypto';

import type { Available } from './available.js';
import { loadImage } from './containers/load-image.js';
import { startEngine, type Engine } from './containers/engine.js';
import { images, rootFileSystem, type ImageName } from './images/index.js';
import { installOpencode, opencodeVersion } from './opencode/install.js';
import { run } from './run.js';

/** Finds out which hosts can be had here, builds their images, and starts an engine if there is none. */
export async function findAvailable(
  folder: string,
  say: (line: string) => void,
): Promise<{ found: Available; engine?: Engine }> {
  const found: Available = {
    folder,
    label: randomBytes(6).toString('hex'),
    drivers: {},
    roots: {},
    missing: {},
  };
  const reason = await processMissing();
  if (reason) found.drivers.process = reason;
  for (const name of Object.keys(images) as ImageName[]) await findImage(name, found, say);
  await findOpencode(found, say);
  try {
    const engine = await startEngine(`${folder}/docker`);
    await loadImages(found, engine);
    return { found, engine };
  } catch (error) {
    found.drivers.containers = (error as Error).message;
    return { found };
  }
}

async function loadImages(found: Available, engine: Engine): Promise<void> {
  try {
    for (const [name, root] of Object.entries(found.roots)) {
      await loadImage(images[name as ImageName], root, { ...process.env, ...engine.env });
    }
  } catch (error) {
    await engine.stop();
    throw error;
  }
}

async function findImage(name: ImageName, found: Available, say: (line: string) => void): Promise<void> {
  try {
    const reason = await images[name].missing();
    if (reason) found.missing[name] = reason;
    else found.roots[name] = await rootFileSystem(images[name], say);
  } catch (error) {
    found.missing[name] = (error as Error).message;
  }
}

async function findOpencode(found: Available, say: (line: string) => void): Promise<void> {
  try {
    found.opencode = await installOpencode(opencodeVersion, say);
  } catch (error) {
    found.missingOpencode = `OpenCode ${opencodeVersion} cannot be had: ${(error as Error).message}`;
  }
}

async function processMissing(): Promise<string | undefined> {
  if (process.platform !== 'linux') return 'the hosts must be Linux';
  if (process.getuid?.() !== 0) return 'needs root, for accounts and mounts of its own';
  const mount = ['mount', '-t', 'tmpfs', 'tmpfs', '/mnt'];
  const namespaces = await run('unshare', ['--mount', '--pid', '--fork', ...mount]).catch(() => undefined);
  if (namespaces?.code !== 0) return 'mount namespaces are not allowed here';
  const sshd = await run('/usr/sbin/sshd', ['-V']).catch(() => undefined);
  return sshd ? undefined : 'sshd is not installed';
}
