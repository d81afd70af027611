import type { CommandExit } from '@orssh/protocol';

import { escapeControl } from '../output/escape-control.js';
import { shellWord } from '../output/shell-word.js';

/** What a command that failed was probably kept from, with the host's name in the command that approves it. */
export function hintOf({ hint }: Pick<CommandExit, 'hint'>, host: string): string | undefined {
  if (hint === undefined) return undefined;
  return escapeControl(hint).replace(
    'orssh approvals add HOST',
    `orssh approvals add ${escapeControl(shellWord(host))}`,
  );
}
