import { tildify } from '@orssh/doctor/tildify';

import { addPlugin } from '../opencode/add-plugin.js';
import type { OpencodeFile } from '../opencode/find-files.js';
import { pluginName } from '../opencode/plugin.js';
import type { Colors } from '../output/colors.js';
import { escapeControl } from '../output/escape-control.js';
import { lineDiff } from '../output/line-diff.js';
import type { Answers } from './answers.js';
import type { Machine } from './look-at-machine.js';
import type { Plan } from './plan.js';

export interface OfferOptions {
  machine: Pick<Machine, 'opencode' | 'naming'>;
  answers: Answers;
  say: (text: string) => void;
  home: string;
  colors: Colors;
}

/** Offers to add the plugin to OpenCode's configuration, and shows what would change. Writes nothing. */
export async function offerPlugin({
  machine,
  answers,
  say,
  home,
  colors,
}: OfferOptions): Promise<Plan['plugin']> {
  if (machine.naming.length > 0) {
    const files = machine.naming.map((path) => tildify(path, home)).join(', ');
    say(`\nOpenCode: ${files} has the plugin already.\n`);
    return undefined;
  }
  say(`\nOpenCode: the plugin ${pluginName} gives it workspaces on these hosts.\n`);
  const shown = ({ path, role, text }: OpencodeFile): string =>
    `${tildify(path, home)}${role === 'project' ? ', of this folder' : ''}${text === '' ? ' (new)' : ''}`;
  const file = await answers.pluginFile(machine.opencode, shown);
  if (!file) return undefined;
  const after = addPlugin(file.text);
  say(`It would change ${colors.bold(shown(file))}:\n`);
  for (const { mark, text } of lineDiff(file.text, after)) {
    const line = `  ${mark} ${escapeControl(text)}`;
    say(`${mark === '+' ? colors.green(line) : mark === '-' ? colors.red(line) : colors.dim(line)}\n`);
  }
  if (!(await answers.addsPlugin())) return undefined;
  return { file: file.path, before: file.text, after };
}
