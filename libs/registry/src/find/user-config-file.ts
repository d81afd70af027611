import { join } from 'node:path';

import { orsshFolder } from './find-files.js';

/** Where a new file of the user goes: `$XDG_CONFIG_HOME/orssh/config.jsonc`, default below `~/.config`. */
export function userConfigFile({ env = process.env }: { env?: NodeJS.ProcessEnv } = {}): string {
  return join(orsshFolder(env), 'config.jsonc');
}
