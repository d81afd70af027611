import { Command } from 'commander';

import type { Cli } from '../../cli.js';
import { collect } from '../../exec/parse-options.js';
import { exitCode } from '../../exit-code.js';
import { helpTopics } from '../../help/help-topics.js';
import { locator } from '../../host/locate.js';
import type { CommonOptions } from '../../host/target-options.js';
import { answer } from '../../output/answer.js';
import { type Outcome, runsAlone } from '../action.js';
import { addToFile, renderAdded } from '../../hosts/add-to-file.js';

/** Where hosts are written, and what they all get. */
export interface PlaceOptions extends CommonOptions {
  provider: string;
  label?: string[];
  file?: string;
}

export interface AddOptions extends PlaceOptions {
  alias?: string[];
  identity?: string;
  proxyJump?: string;
}

/** Declares {@link PlaceOptions}, save those of every command. */
export function addPlaceOptions(command: Command): Command {
  return command
    .option('--provider <name>', 'the group of hosts that it goes into', 'default')
    .option('--label <label>', 'a label, such as gpu or env=prod; repeatable', collect)
    .option('--file <file>', 'where it is written (default: your own configuration, made if there is none)');
}

/** `orssh hosts add NAME ADDRESS`: writes a host into a configuration file. */
export function addCommand(cli: Cli, outcome: Outcome): Command {
  const command = addPlaceOptions(
    new Command('add')
      .description('write a host into your configuration; its comments stay')
      .argument('<name>', 'what you are going to call it')
      .argument('<address>', '[user@]host[:port], or an alias of ssh_config'),
  )
    .option('--alias <name>', 'another name; repeatable', collect)
    .option('--identity <file>', 'private key to log in with')
    .option('--proxy-jump <hosts>', 'hosts to go through, as in ssh_config')
    .addHelpText(
      'after',
      helpTopics({
        examples: [
          ['orssh hosts add web1 me@10.0.0.7:2222 --label env=prod', 'then: orssh exec web1 -- uname -a'],
          ['orssh hosts add gpu1 10.0.0.8 --provider lab --alias trainer', 'one of several in a group'],
        ],
        json: ['{"added":"provider/name","file"}'],
      }),
    );
  return runsAlone<AddOptions>(
    command,
    { cli, outcome },
    async ([name = '', address = ''], options, progress) => {
      const registry = await locator(cli, options, progress).registry();
      const added = await addToFile(cli, registry, { name, address, options });
      await answer(cli, options, added, () => renderAdded(added));
      return exitCode.ok;
    },
  );
}
