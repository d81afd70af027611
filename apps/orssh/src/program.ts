import { type Argument, Command } from 'commander';

import type { Cli } from './cli.js';
import type { Outcome } from './commands/action.js';
import { helpTopics } from './help/help-topics.js';
import { colorsFor } from './output/colors.js';
import { renderFailure } from './output/render-error.js';
import { describeUsageError } from './usage-error.js';
import { type Verb, verbs } from './verbs.js';

export interface BuildProgram {
  cli: Cli;
  outcome: Outcome;
  /** The words of the command line: they say which commands are wanted. Of the others there is but a name and a summary. */
  argv: readonly string[];
}

/** The command line. Parsing it throws commander's `CommanderError` instead of ending the process. */
export async function buildProgram({ cli, outcome, argv }: BuildProgram): Promise<Command> {
  const program = new Command('orssh')
    .description('Run commands on hosts that have nothing but SSH.')
    .version(cli.version, '-V, --version', 'print the version')
    .helpOption('-h, --help', 'print this help, or that of a command')
    .addHelpCommand(helpCommand())
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
  const wanted = wantedVerb(argv);
  for (const group of verbs) {
    program.commandsGroup(`${group.heading}:`);
    for (const verb of group.verbs) {
      const isWanted = wanted === verb.name || wanted === 'complete';
      program.addCommand(
        isWanted ? (await verb.load())(cli, outcome).summary(verb.summary) : placeholder(verb),
      );
    }
  }
  if (argv[0] === 'complete') {
    const { completeCommand } = await import('./commands/complete.js');
    program.addCommand(completeCommand(cli, program), { hidden: true });
  }
  configureAll(program, cli);
  return program;
}

/** The command whose code is needed, also for its help, and to complete its words. */
function wantedVerb(argv: readonly string[]): string | undefined {
  const [first, ...others] = argv;
  if (first === 'help') return others[0];
  if (first !== 'complete') return first;
  const words = others.slice(others.indexOf('--') + 1);
  // The last word is still being typed.
  return words.length > 1 ? wantedVerb(words) : undefined;
}

/** Stands for a command that was not asked for: enough to be listed, and to be suggested for one that does not exist. */
function placeholder({ name, words }: Verb): Command {
  const command = new Command(name);
  return words === undefined ? command : command.arguments(words);
}

function helpCommand(): Command {
  return new Command('help')
    .argument('[command]')
    .description('print the help of a command')
    .helpOption(false)
    .helpGroup('Learn:');
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
