import type { Command } from 'commander';

import type { Cli } from '../cli.js';
import type { Outcome } from './action.js';
import { groupCommand } from './group-command.js';
import { addCommand } from './hosts/add-command.js';
import { importCommand } from './hosts/import-command.js';
import { listCommand } from './hosts/list-command.js';
import { removeCommand } from './hosts/remove-command.js';
import { showCommand } from './hosts/show-command.js';
import { testCommand } from './hosts/test-command.js';

/** `orssh hosts`: the hosts of the registry. */
export function hostsCommand(cli: Cli, outcome: Outcome): Command {
  const commands = [listCommand, showCommand, addCommand, removeCommand, importCommand, testCommand];
  return groupCommand(
    'hosts',
    'the hosts of your configuration: list, show, add, remove, import, test',
    commands.map((make) => make(cli, outcome)),
  );
}
