import { chmod, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import type { Scene } from './scene.js';

/** A machine and a host as they are: a key that others may read, start-up files that talk. */
export const doctor: Scene = {
  name: 'doctor',
  command: 'orssh doctor web1',
  hosts: ['web1'],
  columns: 110,
  async prepare({ home, orssh, homeOf }) {
    await orssh(['setup', 'web1']);
    await writeFile(join(homeOf('web1'), '.bashrc'), 'echo "Welcome to web1!"\n');
    await chmod(join(home, '.ssh', 'id_ed25519'), 0o644);
  },
};
