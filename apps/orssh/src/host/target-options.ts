import { Command } from 'commander';

import { parseSeconds } from '../exec/parse-options.js';

/** Options of every command that reaches a host. */
export interface TargetOptions {
  identity?: string;
  installRoot?: string;
  connectTimeout?: number;
  /** False with `--no-input`: never ask. */
  input: boolean;
  verbose?: boolean;
  json?: boolean;
}

/** A command that takes a target. */
export function targetCommand(name: string, description: string): Command {
  return new Command(name)
    .description(description)
    .argument('<target>', 'an alias of ssh_config, or [user@]host[:port]');
}

/** Declares {@link TargetOptions}, after the command's own options. */
export function addTargetOptions(command: Command): Command {
  return command
    .option('--identity <file>', 'private key to log in with')
    .option('--install-root <dir>', 'where the stub lives on the host (default: ~/.opencode-remote-ssh)')
    .option('--connect-timeout <seconds>', 'give up connecting after this time', parseSeconds)
    .option('--no-input', 'never ask anything; fail and say what is missing')
    .option('--json', 'print JSON for a script, in the form below')
    .option('-v, --verbose', 'print each step, and the cause of a failure');
}
