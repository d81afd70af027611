import { rm } from 'node:fs/promises';

import { GenericContainer, Wait, type StartedTestContainer } from 'testcontainers';

import { images } from '../images/index.js';
import { account, type Profile } from '../profile.js';
import { run, type RunResult } from '../run.js';
import { listening } from '../hosts/boot-script.js';
import type { TestHost } from '../hosts/host-driver.js';
import { hostFiles } from '../hosts/host-files.js';
import { imageTag } from './load-image.js';
import { runLabel } from './run-label.js';

/** Starts the profile's image as a container that Testcontainers waits for. */
export async function startContainerHost(profile: Profile, label: string): Promise<TestHost> {
  const { folder, hostKey, login, files } = await hostFiles(profile, { address: '0.0.0.0', port: 22 });
  const container = await start(profile, label, files).catch(async (error: unknown) => {
    await rm(folder, { recursive: true, force: true });
    throw error;
  });
  const id = container.getId();
  return {
    profile,
    address: { host: '127.0.0.1', port: container.getMappedPort(22) },
    inner: { host: container.getIpAddress('bridge'), port: 22 },
    user: account.user,
    hostKey: hostKey.publicKey,
    identityFile: login.file,
    admin: (script) => admin(container, script),
    log: async () => {
      const { stdout, stderr } = await run('docker', ['logs', id]);
      return stdout + stderr;
    },
    async stop() {
      await container.stop({ timeout: 0 });
      await rm(folder, { recursive: true, force: true });
    },
  };
}

async function start(
  profile: Profile,
  label: string,
  files: { path: string; content: string; mode: number }[],
): Promise<StartedTestContainer> {
  const contents = files.map(({ path, content, mode }) => ({ target: path, content, mode }));
  return new GenericContainer(imageTag(images[profile.image]))
    .withLabels({ [runLabel]: label })
    .withCopyContentToContainer(contents)
    .withTmpFs(profile.tmpfs ?? {})
    .withExposedPorts(22)
    .withWaitStrategy(Wait.forLogMessage(listening))
    .withStartupTimeout(60_000)
    .start();
}

async function admin(container: StartedTestContainer, script: string): Promise<RunResult> {
  const { exitCode, stdout, stderr } = await container.exec(['/bin/sh', '-c', script], { user: '0:0' });
  return { code: exitCode, stdout, stderr };
}
