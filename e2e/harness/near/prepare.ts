import { chmod, mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { must } from '../run.js';

/**
 * Makes this machine's side of a run in `folder`: an `ssh` that reads the run's own configuration (OpenSSH takes
 * `~/.ssh` from the password database, not from `HOME`), and a state folder. Returns the environment that uses them.
 */
export async function prepareNearSide(folder: string): Promise<Record<string, string>> {
  const ssh = (await must('sh', ['-c', 'command -v ssh'])).trim();
  for (const name of ['bin', 'config.d', 'state', 'home']) await mkdir(join(folder, name), { mode: 0o700 });
  await writeFile(join(folder, 'config'), `Include ${folder}/config.d/*\n`);
  await writeFile(join(folder, 'bin/ssh'), `#!/bin/sh\nexec ${ssh} -F ${folder}/config "$@"\n`);
  await chmod(join(folder, 'bin/ssh'), 0o755);
  return {
    PATH: `${folder}/bin:${process.env['PATH'] ?? ''}`,
    HOME: join(folder, 'home'),
    XDG_STATE_HOME: join(folder, 'state'),
    SSH_AUTH_SOCK: '',
  };
}
