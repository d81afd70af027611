import { Command } from 'commander';

import type { Cli } from '../cli.js';
import { complete } from '../completion/complete.js';
import { wordSources } from '../completion/word-sources.js';

/** `orssh complete -- WORD…`, for those scripts: a line for each word that fits, `:files` where file names do too. */
export function completeCommand(cli: Cli, program: Command): Command {
  return new Command('complete')
    .argument('[word...]')
    .helpOption(false)
    .action(async (words: string[]) => {
      const { words: found, files } = await complete(program, words, wordSources(cli));
      const lines = found.map(({ value, about }) => (about ? `${value}\t${about}` : value));
      if (files) lines.push(':files');
      cli.stdout.write(lines.map((line) => `${line}\n`).join(''));
    });
}
