import type { Stats } from 'node:fs';

import { RegistryError } from '../errors.js';

/**
 * A configuration can name programs that run here: one that was found, and not named, has to be the person's own or root's, and
 * nobody else's to write. Throws `config_unreadable`.
 */
export function checkOwner(path: string, { uid, mode }: Pick<Stats, 'uid' | 'mode'>): void {
  const me = process.getuid?.();
  if (me === undefined) return;
  if (uid !== me && uid !== 0) {
    throw new RegistryError({
      code: 'config_unreadable',
      message: `${path} belongs to another user (uid ${uid}); a configuration that is found has to be your own, since it can run programs.`,
      remedy: `Look at it, then make it yours (chown ${me} ${path}) or name it with --config.`,
    });
  }
  if ((mode & 0o002) !== 0) {
    throw new RegistryError({
      code: 'config_unreadable',
      message: `${path} may be written by everybody on this machine; a configuration can run programs.`,
      remedy: `Look at it, then run: chmod o-w ${path}`,
    });
  }
}
