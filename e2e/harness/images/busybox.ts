import { existsSync } from 'node:fs';
import { copyFile, mkdir, symlink, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';

import { must } from '../run.js';
import type { ImageRecipe } from './cache.js';

const programs = ['/usr/sbin/dropbear', '/usr/bin/dropbearconvert', '/bin/busybox'];
const folders = [
  'bin',
  'dev',
  'etc',
  'home',
  'proc',
  'root',
  'run',
  'srv',
  'tmp',
  'usr/bin',
  'usr/sbin',
  'var/tmp',
  'var/log',
];

/** busybox and dropbear, nothing else: no bash, python, curl, gzip of GNU, scp or sftp-server. From this machine's packages. */
export const busybox: ImageRecipe = {
  name: 'busybox',
  recipe: { programs, folders, version: 2 },
  missing() {
    const absent = programs.filter((path) => !existsSync(path));
    return Promise.resolve(absent.length > 0 ? `${absent.join(', ')} is not installed` : undefined);
  },
  async build(root) {
    for (const folder of folders) await mkdir(join(root, folder), { recursive: true, mode: 0o755 });
    await must('chmod', ['1777', join(root, 'tmp'), join(root, 'var/tmp')]);
    for (const program of programs) await copyWithLibraries(program, root);
    const applets = (await must('/bin/busybox', ['--list'])).trim().split('\n');
    for (const applet of applets.filter((name) => name !== 'busybox'))
      await symlink('busybox', join(root, 'bin', applet));
    await writeFile(join(root, 'etc/passwd'), 'root:x:0:0:root:/root:/bin/sh\n');
    await writeFile(join(root, 'etc/group'), 'root:x:0:\n');
    await writeFile(join(root, 'etc/shadow'), 'root:*:19000:0:99999:7:::\n', { mode: 0o600 });
    await writeFile(join(root, 'etc/shells'), '/bin/sh\n');
    await must('chmod', ['755', root]);
  },
};

async function copyWithLibraries(program: string, root: string): Promise<void> {
  const libraries = program.endsWith('busybox')
    ? []
    : (await must('ldd', [program])).match(/\/\S+(?= \(0x)/g);
  for (const path of [program, ...(libraries ?? [])]) {
    await mkdir(dirname(join(root, path)), { recursive: true });
    await copyFile(path, join(root, path));
  }
}
