import { join } from 'node:path';

import { failed, ok, oneLine, skipped, warning } from '@orssh/doctor';

const shown = 5;

export const knownHosts = oneLine('known-hosts', 'known hosts', {
  group: 'machine',
  run: async ({ home, libraries: { lookAtKnownHosts } }) => {
    try {
      const { entries, badLines } = await lookAtKnownHosts(join(home, '.ssh', 'known_hosts'));
      const found = `${entries === 1 ? 'one entry' : `${entries} entries`} in ~/.ssh/known_hosts`;
      if (badLines.length === 0) return ok(found);
      const lines = badLines.slice(0, shown).join(', ') + (badLines.length > shown ? ', …' : '');
      return warning(
        `${found}, and ${badLines.length === 1 ? 'a line' : `${badLines.length} lines`} that mean nothing: ${lines}`,
        'OpenSSH passes over them, too; take them out with an editor',
      );
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      if (code === 'ENOENT' || code === 'ENOTDIR') return skipped('~/.ssh/known_hosts is not there yet');
      return failed(`~/.ssh/known_hosts cannot be read (${code ?? 'error'})`, 'make it readable for you');
    }
  },
});
