import { Command } from 'commander';

import type { Cli } from '../cli.js';
import { exitCode } from '../exit-code.js';
import { helpTopics } from '../help/help-topics.js';
import { addFleetOptions, type FleetOptions } from '../host/fleet-options.js';
import { hostSession } from '../host/session.js';
import { addTargetOptions, type TargetOptions } from '../host/target-options.js';
import { answer } from '../output/answer.js';
import { type Outcome, settle } from './action.js';
import { collect } from '../gc/collect.js';
import { renderGarbage } from '../gc/render-garbage.js';

export type GcOptions = TargetOptions & FleetOptions & { dryRun?: boolean };

/** `orssh gc [TARGET…]`: removes what nobody needs any more, here and on hosts. */
export function gcCommand(cli: Cli, outcome: Outcome): Command {
  const command = new Command('gc')
    .description('remove what nobody needs any more: here, and on the hosts that are named')
    .argument('[target...]', 'hosts: old versions of the stub, and what dead ones have left')
    .option('-n, --dry-run', 'only say what would be removed');
  addTargetOptions(addFleetOptions(command)).addHelpText(
    'after',
    helpTopics({
      examples: [
        ['orssh gc --dry-run', 'what this machine remembers of leases, stubs and hosts that are gone'],
        ['orssh gc web1 web2', 'these hosts as well; what is in use stays'],
      ],
      json: [
        '{"where","what","bytes","why","state"}   a line each; state: removed, garbage (dry run), kept',
        '{"where","error"}   for a host that was not reached',
      ],
    }),
  );
  return command.action((words: string[]) => {
    const options = command.opts<GcOptions>();
    const session = hostSession(cli, options, 'quiet');
    return settle(cli, outcome, { ...options, progress: session.progress }, async () => {
      const collected = await collect(cli, { session, words, options });
      session.progress.end();
      const { garbage, failures } = collected;
      await answer(cli, options, [...garbage, ...failures], () => renderGarbage(cli, collected, options));
      return failures.length > 0 ? exitCode.failed : exitCode.ok;
    });
  });
}
