import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';

import { account, type Profile } from '../profile.js';
import { must, run } from '../run.js';
import { freePort } from './free-port.js';
import type { TestHost } from './host-driver.js';
import { hostFiles, type HostFile } from './host-files.js';
import { startServer } from './server-process.js';

const namespaces = ['--mount', '--pid', '--fork', '--kill-child=KILL', '--propagation', 'private'];

/**
 * An SSH server as an ordinary process of this machine, with a mount and a process namespace of its own: it sees
 * `lower` (the machine's own root or an image) under a layer that takes its writes. When the first process ends, the
 * kernel ends everything that was started through it, and nothing of it stays on the machine. Needs root.
 */
export async function startNamespacedHost(profile: Profile, lower: string): Promise<TestHost> {
  const address = { host: '127.0.0.1', port: await freePort() };
  const { folder, hostKey, login, files } = await hostFiles(profile, {
    address: address.host,
    port: address.port,
  });
  const stage = join(folder, 'stage');
  const removeFolder = (): Promise<void> => rm(folder, { recursive: true, force: true });
  await writeFiles(join(stage, 'files'), files);
  await writeFile(join(stage, 'enter'), enterScript(stage, lower, profile));
  const server = await startServer('unshare', [...namespaces, 'sh', join(stage, 'enter')]).catch(
    async (error: unknown) => {
      await removeFolder();
      throw error;
    },
  );
  return {
    profile,
    address,
    inner: address,
    user: account.user,
    hostKey: hostKey.publicKey,
    identityFile: login.file,
    async admin(script, timeoutMs) {
      const first = await firstProcess(server.pid);
      const enter = ['--target', first, '--mount', '--pid', '--root', '--wd'];
      return run('nsenter', [...enter, '/bin/sh', '-c', script], { timeoutMs });
    },
    log: () => Promise.resolve(server.log()),
    async stop() {
      await server.stop();
      await removeFolder();
    },
  };
}

function enterScript(stage: string, lower: string, { tmpfs = {}, userNamespaces = false }: Profile): string {
  const mounts = Object.entries(tmpfs).map(
    ([path, options]) => `mkdir -p root${path}\nmount -t tmpfs -o ${options} tmpfs root${path}`,
  );
  return `set -e
cd ${stage}
mkdir layer root
mount -t tmpfs -o mode=755 tmpfs layer
mkdir layer/upper layer/work
mkdir -m 755 layer/upper/e2e layer/upper/home
cp -R --preserve=mode files/e2e/. layer/upper/e2e/
mount -t overlay -o lowerdir=${lower},upperdir=layer/upper,workdir=layer/work overlay root
mount -t proc proc root/proc
mount -t tmpfs -o mode=755 tmpfs root/dev
for device in 'null 1 3' 'zero 1 5' 'full 1 7' 'random 1 8' 'urandom 1 9' 'tty 5 0'; do
  set -- $device
  mknod -m 666 root/dev/$1 c $2 $3
done
mkdir -m 1777 root/dev/shm
mkdir root/dev/pts
mount -t devpts -o newinstance,ptmxmode=666 devpts root/dev/pts
ln -s pts/ptmx root/dev/ptmx
ln -s /proc/self/fd root/dev/fd
${mounts.join('\n')}
${userNamespaces ? pivot : 'exec chroot root /e2e/boot'}
`;
}

/** In a chroot the kernel makes no namespaces of users. */
const pivot = `cd root
mkdir old
pivot_root . old
umount -l /old
rmdir /old
exec /e2e/boot`;

async function writeFiles(root: string, files: HostFile[]): Promise<void> {
  for (const { path, content, mode } of files) {
    await mkdir(dirname(join(root, path)), { recursive: true });
    await writeFile(join(root, path), content, { mode });
  }
  await must('chmod', ['-R', 'go+rX', join(root, 'e2e/home')]);
}

async function firstProcess(unshare: number): Promise<string> {
  const children = await readFile(`/proc/${unshare}/task/${unshare}/children`, 'utf8');
  const [first] = children.trim().split(' ');
  if (!first) throw new Error('the host has ended');
  return first;
}
