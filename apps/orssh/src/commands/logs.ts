import { pipeline } from 'node:stream';

import { type Command, InvalidArgumentError } from 'commander';

import type { Cli } from '../cli.js';
import { exitCode } from '../exit-code.js';
import { helpTopics } from '../help/help-topics.js';
import { type TargetOptions, targetCommand } from '../host/target-options.js';
import { LineEscape } from '../output/line-escape.js';
import { writable } from '../output/streams.js';
import { type Outcome, runs } from './action.js';

interface LogsOptions extends TargetOptions {
  follow?: boolean;
  lines: number;
}

/** `orssh logs TARGET [-f]`: the stub's log, as the stub wrote it. */
export function logsCommand(cli: Cli, outcome: Outcome): Command {
  const command = targetCommand('logs', "print the end of the stub's log")
    .option('-f, --follow', 'go on with what is logged from now on, until Ctrl-C')
    .option('-n, --lines <count>', 'how many lines', parseLines, 100)
    .addHelpText('after', helpTopics({ examples: [['orssh logs web1 -f', 'watch it']], json: [] }));
  return runs<LogsOptions>(command, { cli, outcome }, async (session, target, { follow, lines }) => {
    const { connection, manageOptions } = await session.connect(target);
    const { readStubLog } = await cli.libraries.bootstrap();
    const log = await readStubLog(connection, { ...manageOptions, follow, lines });
    session.progress.end();
    // A terminal obeys control characters, so there they are shown instead; a file or a pipe gets what is in the log.
    const text = cli.stdout.isTTY ? pipeline(log, new LineEscape(), () => undefined) : log;
    for await (const chunk of text as AsyncIterable<Uint8Array>) {
      if (!cli.stdout.write(chunk)) await writable(cli.stdout);
    }
    const { state } = connection;
    if (state.name === 'closed' && state.reason === 'lost') throw state.error;
    await connection.close();
    return exitCode.ok;
  });
}

function parseLines(text: string): number {
  const lines = Number(text);
  if (!Number.isInteger(lines) || lines < 1 || lines > 100_000) {
    throw new InvalidArgumentError('write a number from 1 to 100000.');
  }
  return lines;
}
