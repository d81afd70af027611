import { Command } from 'commander';

import type { Cli } from '../../cli.js';
import { collect } from '../../exec/parse-options.js';
import { exitCode } from '../../exit-code.js';
import { helpTopics } from '../../help/help-topics.js';
import { locator } from '../../host/locate.js';
import type { CommonOptions } from '../../host/target-options.js';
import { answer } from '../../output/answer.js';
import { type Outcome, runsAlone } from '../action.js';
import { listHosts, renderHosts } from '../../hosts/list-hosts.js';

export interface ListOptions extends CommonOptions {
  label?: string[];
  provider?: string;
}

/** `orssh hosts list`: every host of the configuration, or those that fit. Nothing is contacted. */
export function listCommand(cli: Cli, outcome: Outcome): Command {
  const command = new Command('list')
    .description('list the hosts of your configuration')
    .option(
      '--label <label>',
      'with this label, such as gpu or env=prod; repeatable: with all of them',
      collect,
    )
    .option('--provider <name>', 'of this provider')
    .addHelpText(
      'after',
      helpTopics({
        examples: [
          ['orssh hosts list --label gpu', 'those with a label'],
          ['orssh hosts list --json | jq -r .name', 'for a script'],
        ],
        json: [
          '{"id","name","provider","aliases","labels","address","file","lease","usedAt","failedAt","failure"}   a line each',
        ],
      }),
    );
  return runsAlone<ListOptions>(command, { cli, outcome }, async (_words, options, progress) => {
    const registry = await locator(cli, options, progress).registry();
    const found = await listHosts(cli, registry, options);
    await answer(cli, options, found, () => renderHosts(cli, found));
    return exitCode.ok;
  });
}
