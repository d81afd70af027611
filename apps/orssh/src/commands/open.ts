import { Option, type Command } from 'commander';

import { CliError } from '../cli-error.js';
import type { Cli } from '../cli.js';
import { exitCode } from '../exit-code.js';
import { helpTopics } from '../help/help-topics.js';
import { addSessionOptions } from '../open/opencode-options.js';
import { openInBrowser } from '../open/open-in-browser.js';
import { openInTerminal } from '../open/open-in-terminal.js';
import type { OpenOptions } from '../open/open-options.js';
import { serveOthers } from '../open/serve-others.js';
import { separateArguments } from '../open/separate-arguments.js';
import { placeCommand } from '../open/place-command.js';
import { type Outcome, runs } from './action.js';

/** `orssh open TARGET[:DIR]`: OpenCode on a folder of a host, in this terminal, in a browser, or for other clients. */
export function openCommand(cli: Cli, outcome: Outcome): Command {
  const command = addSessionOptions(
    placeCommand('open', 'OpenCode on a host: here, in the browser, or for other clients'),
  )
    .argument('[args...]', 'behind --: for opencode attach, as they are')
    .addOption(new Option('--web', 'in the browser, until Ctrl-C').conflicts('serve'))
    .option('--no-browser', 'with --web: only print the link')
    .option('--serve', 'only print URL and password, for other clients, until Ctrl-C')
    .option('--secret-file <file>', 'write the password there (0600), and not on the screen')
    .usage('<target[:dir]> [options] [-- <args...>]')
    .addHelpText(
      'after',
      helpTopics({
        examples: [
          ['orssh open web1:/srv/app', 'OpenCode in this terminal; files and commands are on web1'],
          ['orssh open me@10.0.0.7:2222:app -c', 'in ~/app, with the last session of that folder'],
          ['orssh open web1 --web', 'in the browser'],
          ['orssh open web1 --serve --secret-file secret', 'for opencode attach, or another client'],
          ['orssh open web1 -- --fork -s ses_123', 'what is behind -- is for opencode attach'],
        ],
        json: [
          '{"url","user","password","link","host","directory"}   of --web and --serve, once it is there;',
          'with --secret-file "secretFile" in place of "password" and "link"',
        ],
      }),
    );
  return runs<OpenOptions>(command, { cli, outcome }, async (session, target, options, words) => {
    const { own, passed } = separateArguments(words);
    const [extra] = own;
    if (extra !== undefined) throw unexpected(extra, target);
    const how = { cli, session, target, options, passed };
    if (options.serve) return serveOthers(how);
    if (options.web) return openInBrowser(how);
    if (!cli.stdin.isTTY || !cli.stdout.isTTY) throw noTerminal(target);
    return openInTerminal(how);
  });
}

/** OpenCode would draw its interface all the same, and nobody could end it. */
function noTerminal(target: string): CliError {
  return new CliError({
    code: 'usage',
    message: 'OpenCode needs a terminal, and standard input or output is none',
    remedy: `in a browser: --web; for other clients: --serve; one prompt: orssh run ${target} "…"`,
    exitCode: exitCode.usage,
  });
}

function unexpected(word: string, target: string): CliError {
  return new CliError({
    code: 'usage',
    message: `${word} stands where nothing is expected`,
    remedy: `a prompt goes to orssh run ${target} "…"; what is for OpenCode goes behind --`,
    exitCode: exitCode.usage,
  });
}
