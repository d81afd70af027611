import { chmod, stat } from 'node:fs/promises';
import { join } from 'node:path';

import { failed, ok, oneLine } from '@orssh/doctor';
import { tildify } from '@orssh/doctor/tildify';

import { shellWord } from '../../output/shell-word.js';

/** Tokens and leases are kept there: nobody else may look. */
export const stateFolder = oneLine('state', 'state folder', {
  group: 'machine',
  run: async ({ env, home, fix }) => {
    const base = env['XDG_STATE_HOME']?.startsWith('/')
      ? env['XDG_STATE_HOME']
      : join(home, '.local', 'state');
    const folder = join(base, 'opencode-remote-ssh');
    const name = tildify(folder, home);
    const info = await stat(folder).catch(() => undefined);
    if (!info) return ok(`${name}, not there yet`);
    if (!info.isDirectory()) return failed(`${name} is not a folder`, 'move it away');
    const ours = process.getuid?.() ?? info.uid;
    if (info.uid !== ours) {
      return failed(`${name} belongs to the user ${info.uid}`, `sudo chown -R $(id -u) ${shellWord(folder)}`);
    }
    const mode = (info.mode & 0o777).toString(8).padStart(4, '0');
    if ((info.mode & 0o077) === 0) return ok(`${name}, private (${mode})`);
    if (!fix) {
      const remedy = `chmod 700 ${shellWord(folder)}, or orssh doctor --fix`;
      return failed(`${name} is open to others (${mode})`, remedy);
    }
    await chmod(folder, 0o700);
    return ok(`${name} was open to others (${mode}), and is private now`);
  },
});
