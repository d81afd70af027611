import type { Command } from 'commander';

import { CliError } from '../cli-error.js';
import type { Cli } from '../cli.js';
import type { ExecOptions } from '../exec/build-request.js';
import { execOnOne } from '../exec/exec-on-one.js';
import { collect, parseEnv, parseSeconds } from '../exec/parse-options.js';
import { noTarget } from '../exec/separate-command.js';
import { exitCode } from '../exit-code.js';
import { helpTopics } from '../help/help-topics.js';
import { addFleetOptions, type FleetOptions } from '../host/fleet-options.js';
import { namesSeveral, selectTargets } from '../host/select-targets.js';
import { addLeaseOptions, checkLeaseOptions, type LeaseOptions } from '../host/lease-options.js';
import { targetCommand } from '../host/target-options.js';
import { type Outcome, runs } from './action.js';

export interface FleetExecOptions extends ExecOptions, FleetOptions, LeaseOptions {
  failFast?: boolean;
}

/** `orssh exec TARGET -- CMD…`: one command on the host, as if it ran here; or on several, each line after its host's name. */
export function execCommand(cli: Cli, outcome: Outcome): Command {
  const command = targetCommand(
    'exec',
    'run a command on a host: its output, its input, its exit code; or on several',
  )
    .argument('[command...]', 'several words: a program and its arguments; one word: a line for the shell')
    .option('--cwd <dir>', 'where to run it, from the home (default: the home)')
    .option(
      '--env <name=value>',
      'set a variable; NAME alone passes on the local value; repeatable',
      parseEnv(cli.env),
    )
    .option('--timeout <seconds>', 'end the command after this time (exit code 124)', parseSeconds)
    .option(
      '--allow <pattern>',
      'allow a path outside the home for this command: a folder with all below it, a file or a pattern; repeatable',
      collect,
    )
    .option('-i, --stdin', 'pass standard input on, also when it is a terminal');
  addLeaseOptions(addFleetOptions(command))
    .option('--fail-fast', 'on several hosts: begin on no further one after the first that failed')
    .usage(
      '<target[,target...]> [options] -- <command...>\n       orssh exec --label <label> [options] -- <command...>',
    )
    .addHelpText(
      'after',
      helpTopics({
        examples: [
          ['orssh exec web1 -- uname -a', 'a program and its arguments, run without a shell'],
          ["orssh exec web1 -- 'cd app && git log | head'", 'one word is a line for the shell'],
          ['tar c . | orssh exec me@10.0.0.7:2222 --cwd app -- tar x', 'standard input is passed on'],
          ['orssh exec web1 --cwd /etc --allow /etc -- ls', 'a path outside the home, allowed in advance'],
          ['orssh exec web1 --timeout 30 --env CI=1 -- npm test', 'ended after 30 seconds'],
          ['orssh exec web1,web2,db1 -- uptime', 'several hosts, each line after its host'],
          ['orssh exec --label gpu --label env=prod -- nvidia-smi -L', 'all hosts with both labels'],
          ['orssh exec gpu1 --lease exclusive -- ./train.sh', 'nobody else works there meanwhile'],
          ['orssh exec --provider lab --one -- ./train.sh', 'one of them; it looks as if it ran here'],
        ],
        json: [
          '{"type":"stdout","text"}   and "stderr", as it comes; bytes that are not UTF-8 become U+FFFD',
          '{"type":"exit","exitCode","signal","timedOut","durationMs"}   at the end; "hint" for what was out of reach',
          'on several hosts each has "host" as well, one that failed {"host","error"}, and the last line is',
          '{"type":"summary","hosts","results":{"ok":18,"exit 3":1,…},"exitCode","durationMs"}',
        ],
      }),
    );
  return runs<FleetExecOptions>(command, { cli, outcome }, async (session, target, options, words) => {
    if (words.length === 0) throw noCommand(target);
    checkLeaseOptions(options);
    const named = target === noTarget ? [] : [target];
    if (!namesSeveral(named, options)) return execOnOne({ cli, session, options, words }, { target });
    if (options.one) {
      const { execOnFirstFree } = await import('../fleet/on-demand.js');
      return execOnFirstFree({ cli, session, targets: named, options, words });
    }
    const targets = await selectTargets({ cli, session, words: named, options });
    const { execFleet } = await import('../fleet/on-demand.js');
    return execFleet({ cli, session, targets, options, words });
  });
}

function noCommand(target: string): CliError {
  return new CliError({
    code: 'usage',
    message: 'no command was given',
    remedy: `write it after the target: orssh exec ${target === noTarget ? '--label gpu' : target} -- uname -a`,
    exitCode: exitCode.usage,
  });
}
