import { type Argument, Command } from 'commander';

import type { Cli } from './cli.js';
import type { Outcome } from './commands/action.js';
import { approvalsCommand } from './commands/approvals.js';
import { completeCommand, completionCommand } from './commands/completion.js';
import { configCommand } from './commands/config.js';
import { demoCommand } from './commands/demo.js';
import { doctorCommand } from './commands/doctor.js';
import { execCommand } from './commands/exec.js';
import { exitCodesCommand } from './commands/exit-codes.js';
import { gcCommand } from './commands/gc.js';
import { hostsCommand } from './commands/hosts.js';
import { initCommand } from './commands/init.js';
import { killCommand } from './commands/kill.js';
import { leasesCommand } from './commands/leases.js';
import { logsCommand } from './commands/logs.js';
import { psCommand } from './commands/ps.js';
import { setupCommand } from './commands/setup.js';
import { statusCommand } from './commands/status.js';
import { stopCommand } from './commands/stop.js';
import { uninstallCommand } from './commands/uninstall.js';
import { helpTopics } from './help/help-topics.js';
import { colorsFor } from './output/colors.js';
import { renderFailure } from './output/render-error.js';
import { describeUsageError } from './usage-error.js';

/** The whole command line. Parsing it throws commander's `CommanderError` instead of ending the process. */
export function buildProgram(cli: Cli, outcome: Outcome): Command {
  const program: Command = new Command('orssh')
    .description('Run commands on hosts that have nothing but SSH.')
    .version(cli.version, '-V, --version', 'print the version')
    .helpOption('-h, --help', 'print this help, or that of a command')
    .addHelpCommand(helpCommand())
    .commandsGroup('Run:')
    .addCommand(execCommand(cli, outcome))
    .addCommand(psCommand(cli, outcome))
    .addCommand(killCommand(cli, outcome))
    .commandsGroup('Hosts:')
    .addCommand(hostsCommand(cli, outcome))
    .addCommand(setupCommand(cli, outcome))
    .addCommand(statusCommand(cli, outcome))
    .addCommand(logsCommand(cli, outcome))
    .addCommand(stopCommand(cli, outcome))
    .addCommand(uninstallCommand(cli, outcome))
    .commandsGroup('Share:')
    .addCommand(leasesCommand(cli, outcome))
    .addCommand(approvalsCommand(cli, outcome))
    .commandsGroup('This machine:')
    .addCommand(initCommand(cli, outcome))
    .addCommand(doctorCommand(cli, outcome))
    .addCommand(gcCommand(cli, outcome))
    .addCommand(configCommand(cli, outcome))
    .addCommand(completionCommand(cli))
    .addCommand(
      completeCommand(cli, () => program),
      { hidden: true },
    )
    .addCommand(demoCommand(cli, outcome))
    .commandsGroup('Help:')
    .addCommand(exitCodesCommand())
    .addHelpText(
      'after',
      helpTopics({
        examples: [
          ['orssh exec web1 -- uname -a', 'a command on the alias web1 of ~/.ssh/config'],
          ['orssh setup me@10.0.0.7:2222', 'get a host ready, and see how long it takes'],
          ['orssh demo', 'all of it on this machine, nothing needed'],
        ],
      }),
    );
  configureAll(program, cli);
  return program;
}

function helpCommand(): Command {
  return new Command('help')
    .argument('[command]')
    .description('print the help of a command')
    .helpOption(false)
    .helpGroup('Help:');
}

function argumentTerm(argument: Argument): string {
  return argument.required ? `<${argument.name()}>` : '…';
}

/** A command and all below it. */
function configureAll(command: Command, cli: Cli): void {
  configure(command, cli);
  for (const below of command.commands) configureAll(below, cli);
}

/** As a person types it: `orssh hosts add`. */
function pathOf(command: Command): string {
  return command.parent ? `${pathOf(command.parent)} ${command.name()}` : command.name();
}

function configure(command: Command, cli: Cli): void {
  const colors = colorsFor(cli.stderr, cli.env);
  const help = colorsFor(cli.stdout, cli.env);
  const path = pathOf(command);
  command
    .exitOverride()
    .configureHelp({
      subcommandTerm: (sub) => [sub.name(), ...sub.registeredArguments.map(argumentTerm)].join(' '),
      styleTitle: (text) => help.bold(text),
      styleCommandText: (text) => help.cyan(text),
      styleSubcommandTerm: (text) => help.cyan(text),
      styleOptionTerm: (text) => help.cyan(text),
    })
    .configureOutput({
      writeOut: (text) => cli.stdout.write(text),
      writeErr: (text) => cli.stderr.write(text),
      getOutHelpWidth: () => Math.min(cli.stdout.columns ?? 100, 110),
      getErrHelpWidth: () => Math.min(cli.stderr.columns ?? 100, 110),
      getOutHasColors: () => help.isColorSupported,
      getErrHasColors: () => colors.isColorSupported,
      outputError: (text, write) => {
        write(renderFailure(describeUsageError(text, path), colors));
      },
    });
}
