import { ok, oneLine, warning } from '@orssh/doctor';
import { tildify } from '@orssh/doctor/tildify';

import { findProgram, runProgram } from '../run-program.js';

export const sshClient = oneLine('ssh', 'ssh', {
  group: 'machine',
  run: async ({ env, home }, signal) => {
    const path = await findProgram('ssh', env);
    if (path === undefined) {
      return warning(
        'there is no ssh on PATH: aliases and settings of your ssh_config mean nothing without it, only user@host[:port] works',
        "install OpenSSH's client (Debian: apt install openssh-client)",
      );
    }
    const { stderr, code } = await runProgram(path, ['-V'], { env, signal });
    const version = /^(\S+?),?(?:\s|$)/.exec(stderr)?.[1] ?? '';
    const where = tildify(path, home);
    if (code === 0 && version !== '') return ok(`${version}, ${where}`);
    return warning(`${where} does not say its version`, `try: ${where} -V`);
  },
});
