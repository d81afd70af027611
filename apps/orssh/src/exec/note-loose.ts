import type { RemoteCommand } from '@orssh/adaptor';

import type { Cli } from '../cli.js';
import { escapeControl } from '../output/escape-control.js';
import { shellWord } from '../output/shell-word.js';

export interface NoteLoose {
  /** As it was typed. */
  host: string;
  json: boolean;
  note: (text: string) => void;
}

/** Says on a terminal, once of a host, that nothing holds its commands to what was approved. `orssh status` says it always. */
export async function noteLoose(
  { stderr, env, libraries }: Pick<Cli, 'stderr' | 'env' | 'libraries'>,
  { loose }: Pick<RemoteCommand, 'loose'>,
  { host, json, note }: NoteLoose,
): Promise<void> {
  if (loose === undefined || json || stderr.isTTY !== true) return;
  const { isNews } = await libraries.registry();
  if (!(await isNews(host, loose, env))) return;
  const shown = escapeControl(host);
  note(`orssh: commands on ${shown} are not held to what was approved: ${escapeControl(loose)}`);
  note(`orssh: (this is said once; \`orssh status ${escapeControl(shellWord(host))}\` says it again)`);
}
