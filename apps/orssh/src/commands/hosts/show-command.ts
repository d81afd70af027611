import type { Command } from 'commander';

import type { Cli } from '../../cli.js';
import { exitCode } from '../../exit-code.js';
import { helpTopics } from '../../help/help-topics.js';
import { locator } from '../../host/locate.js';
import { type CommonOptions, targetCommand } from '../../host/target-options.js';
import { answer } from '../../output/answer.js';
import { type Outcome, runsAlone } from '../action.js';
import { renderShown, showHost } from '../../hosts/show-host.js';

/** `orssh hosts show TARGET`: everything that is known of a host, without a connection to it. */
export function showCommand(cli: Cli, outcome: Outcome): Command {
  const command = targetCommand(
    'show',
    'say what is known of a host and where it comes from; nothing is contacted',
  ).addHelpText(
    'after',
    helpTopics({
      examples: [
        ['orssh hosts show web1', 'what is configured, what ssh makes of it, who has it, when it was used'],
      ],
      json: [
        '{"target","why","host":{…as configured},"line","resolved":{"user","host","port",…},"lease","usedAt","failedAt","failure"}',
      ],
    }),
  );
  return runsAlone<CommonOptions>(command, { cli, outcome }, async ([target = ''], options, progress) => {
    const registry = await locator(cli, options, progress).registry();
    const shown = await showHost(cli, registry, target);
    await answer(cli, options, shown, () => renderShown(cli, shown));
    return exitCode.ok;
  });
}
