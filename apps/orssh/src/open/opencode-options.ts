import { type Command, Option } from 'commander';

import { collect } from '../exec/parse-options.js';
import type { TargetOptions } from '../host/target-options.js';

/** Of every command that starts an OpenCode. */
export interface OpencodeOptions extends TargetOptions {
  /** `--opencode FILE` */
  opencode?: string;
}

/** What is OpenCode's own, and goes to it as it was written. */
export interface SessionOptions extends OpencodeOptions {
  continue?: boolean;
  session?: string;
  agent?: string;
  model?: string;
}

export function addOpencodeOption(command: Command): Command {
  return command.option('--opencode <file>', 'the OpenCode to start (default: `opencode` on PATH)');
}

/** Declares {@link SessionOptions}. */
export function addSessionOptions(command: Command): Command {
  return addOpencodeOption(
    command
      .option('-c, --continue', 'go on with the last session')
      .option('-s, --session <id>', 'go on with this session')
      .option('--agent <name>', "OpenCode's agent")
      .option('-m, --model <provider/model>', 'the model'),
  );
}

/** Of `orssh run`: those of `opencode run` that one is likely to want; all others go behind `--`. */
export interface PromptOptions extends SessionOptions {
  format?: string;
  file?: string[];
  command?: string;
  title?: string;
  variant?: string;
  auto?: boolean;
}

/** Declares {@link PromptOptions}. */
export function addPromptOptions(command: Command): Command {
  return addSessionOptions(command)
    .addOption(new Option('--format <format>', 'how it is printed').choices(['default', 'json']))
    .option('-f, --file <file>', 'attach a file of this machine; repeatable', collect)
    .option('--command <name>', "run OpenCode's command, with the prompt as its arguments")
    .option('--title <text>', "the session's title")
    .option('--variant <name>', "the model's variant, such as high")
    .option('--auto', 'approve what is asked for and not denied');
}
