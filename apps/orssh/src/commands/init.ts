import { Command } from 'commander';

import { CliError } from '../cli-error.js';
import type { Cli } from '../cli.js';
import { collect } from '../exec/parse-options.js';
import { exitCode } from '../exit-code.js';
import { helpTopics } from '../help/help-topics.js';
import { hostSession } from '../host/session.js';
import { addTargetOptions, type TargetOptions } from '../host/target-options.js';
import type { InitFlags } from '../init/answers.js';
import { type Outcome, settle } from './action.js';

export interface InitOptions extends TargetOptions, InitFlags {}

/** `orssh init`: from an ssh_config to a configuration, by a few questions. */
export function initCommand(cli: Cli, outcome: Outcome): Command {
  const command = new Command('init')
    .description(
      'set up this machine by a few questions: which hosts, do they answer, write the configuration',
    )
    .option('--host <target>', 'a host to add, asked about no more; repeatable', collect)
    .option('--provider <name>', 'the provider (a group of hosts) to put them into')
    .option('--label <label>', 'a label for them; repeatable', collect)
    .option('--plugin', "add the plugin to OpenCode's configuration")
    .option('--no-plugin', 'leave it alone')
    .option('-y, --yes', 'ask nothing: all hosts of ssh_config that can be logged in on, or those of --host')
    .addHelpText(
      'after',
      helpTopics({
        examples: [
          ['orssh init', 'asks; nothing is written before the end'],
          ['orssh init --no-input --host web1 --host me@10.0.0.7 --no-plugin', 'asks nothing'],
        ],
        json: [
          '{"file","provider","added":[{"name","target","ms","error"}],"leftOut":[…],"plugin","backups":[…]}',
        ],
      }),
    );
  // The option --no-plugin makes true the default of --plugin.
  command.setOptionValue('plugin', undefined);
  return addTargetOptions(command).action(() => {
    const options = command.opts<InitOptions>();
    const session = hostSession(cli, options, 'quiet');
    return settle(cli, outcome, { ...options, progress: session.progress }, async () => {
      const unattended = options.yes === true || options.host !== undefined;
      const asks = session.asker !== undefined && options.yes !== true && options.json !== true;
      if (!asks && !unattended) throw nobodyToAsk();
      const { initMachine } = await import('../init/init-machine.js');
      await initMachine(cli, options, asks);
      return exitCode.ok;
    });
  });
}

function nobodyToAsk(): CliError {
  return new CliError({
    code: 'usage',
    message: 'init asks questions, and there is no terminal to ask them on',
    remedy:
      'say it by flags: orssh init --no-input --host HOST --no-plugin, or orssh hosts import, or orssh hosts add HOST',
    exitCode: exitCode.usage,
  });
}
