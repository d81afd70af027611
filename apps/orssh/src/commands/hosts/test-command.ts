import { Command } from 'commander';

import type { Cli } from '../../cli.js';
import { exitCode } from '../../exit-code.js';
import { helpTopics } from '../../help/help-topics.js';
import { addFleetOptions, type FleetOptions } from '../../host/fleet-options.js';
import { hostSession } from '../../host/session.js';
import { addTargetOptions, type TargetOptions } from '../../host/target-options.js';
import { answer } from '../../output/answer.js';
import { type Outcome, settle } from '../action.js';
import { renderTested, testHosts } from '../../hosts/test-hosts.js';

type TestOptions = TargetOptions & FleetOptions;

/** `orssh hosts test [TARGET…]`: whether hosts let us in, and how soon. Nothing is put there. */
export function testCommand(cli: Cli, outcome: Outcome): Command {
  const command = new Command('test')
    .description('connect to hosts and log in; nothing is put there')
    .argument('[target...]', 'hosts of the registry, aliases of ssh_config, or [user@]host[:port]');
  addTargetOptions(addFleetOptions(command)).addHelpText(
    'after',
    helpTopics({
      examples: [
        ['orssh hosts test web1 web2', 'these two'],
        ['orssh hosts test --all', 'every host of your configuration; exit code 1 when one of them fails'],
      ],
      json: ['{"host","ok","ms","login","error":{"code","message","remedy"}}   a line each'],
    }),
  );
  return command.action((words: string[]) => {
    const options = command.opts<TestOptions>();
    const session = hostSession(cli, options, 'quiet');
    return settle(cli, outcome, { ...options, progress: session.progress }, async () => {
      const tested = await testHosts(cli, { session, words, options });
      session.progress.end();
      await answer(cli, options, tested, () => renderTested(cli, tested));
      return tested.every(({ ok }) => ok) ? exitCode.ok : exitCode.failed;
    });
  });
}
