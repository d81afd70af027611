import { Command } from 'commander';

import { parseSeconds } from '../exec/parse-options.js';

/** Options of every command. */
export interface CommonOptions {
  /** `--config FILE`: the one configuration file to read. */
  config?: string;
  /** False with `--no-input`: never ask. */
  input: boolean;
  verbose?: boolean;
  json?: boolean;
}

/** Options of every command that reaches hosts. */
export interface TargetOptions extends CommonOptions {
  identity?: string;
  installRoot?: string;
  connectTimeout?: number;
}

/** A command that takes a target. */
export function targetCommand(name: string, description: string): Command {
  return new Command(name)
    .description(description)
    .argument('<target>', 'a host of the registry, an alias of ssh_config, or [user@]host[:port]');
}

/** Declares {@link TargetOptions}, after the command's own options. */
export function addTargetOptions(command: Command): Command {
  return addCommonOptions(
    command
      .option('--identity <file>', 'private key to log in with')
      .option('--install-root <dir>', 'where the stub lives on the host (default: ~/.opencode-remote-ssh)')
      .option('--connect-timeout <seconds>', 'give up connecting after this time', parseSeconds),
  );
}

/** Declares {@link CommonOptions}, after all others. */
export function addCommonOptions(command: Command): Command {
  return command
    .option('--config <file>', 'read this configuration file, and no other')
    .option('--no-input', 'never ask anything; fail and say what is missing')
    .option('--json', 'print JSON for a script, in the form below')
    .option('-v, --verbose', 'print each step, and the cause of a failure');
}
