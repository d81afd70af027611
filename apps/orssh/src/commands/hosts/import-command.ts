import { Command } from 'commander';

import type { Cli } from '../../cli.js';
import { exitCode } from '../../exit-code.js';
import { helpTopics } from '../../help/help-topics.js';
import { locator } from '../../host/locate.js';
import { answer } from '../../output/answer.js';
import { type Outcome, runsAlone } from '../action.js';
import { addPlaceOptions, type PlaceOptions } from './add-command.js';
import { importHosts, renderImported } from '../../hosts/import-hosts.js';

export interface ImportOptions extends PlaceOptions {
  all?: boolean;
}

/** `orssh hosts import ALIAS…`: hosts of ssh_config become hosts of the configuration. */
export function importCommand(cli: Cli, outcome: Outcome): Command {
  const command = addPlaceOptions(
    new Command('import')
      .description('write hosts of ~/.ssh/config into your configuration, to group and label them')
      .argument('[alias...]', 'aliases of ssh_config, which goes on to say how they are reached'),
  )
    .option('-a, --all', 'every alias that is not a pattern')
    .addHelpText(
      'after',
      helpTopics({
        examples: [
          ['orssh hosts import web1 web2 --provider web --label env=prod', 'two of them, as a group'],
          ['orssh hosts import --all', 'every host of ~/.ssh/config; those that are there already stay'],
        ],
        json: ['{"alias","imported","id","file","why"}   a line each; why it was not imported'],
      }),
    );
  return runsAlone<ImportOptions>(command, { cli, outcome }, async (aliases, options, progress) => {
    const registry = await locator(cli, options, progress).registry();
    const imported = await importHosts(cli, registry, { aliases, options });
    await answer(cli, options, imported, () => renderImported(imported));
    return exitCode.ok;
  });
}
