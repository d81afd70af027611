import { Command } from 'commander';

import { exitCodesHelp } from '../help/exit-codes.js';

/** `orssh help exit-codes`: a topic rather than a command; running it prints the same. */
export function exitCodesCommand(): Command {
  const command = new Command('exit-codes').description('what the exit codes mean').helpOption(false);
  command.helpInformation = () => exitCodesHelp;
  return command.action(() => {
    command.outputHelp();
  });
}
