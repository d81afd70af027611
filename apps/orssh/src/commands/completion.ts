import { Argument, Command } from 'commander';

import type { Cli } from '../cli.js';
import { shells } from '../completion/shell-scripts.js';
import { helpTopics } from '../help/help-topics.js';

/** `orssh completion SHELL`: the script that makes a shell complete `orssh`. */
export function completionCommand(cli: Cli): Command {
  return new Command('completion')
    .description('print a script that makes a shell complete orssh')
    .addArgument(new Argument('<shell>', 'your shell').choices(shells))
    .addHelpText(
      'after',
      helpTopics({
        examples: [
          ['echo \'eval "$(orssh completion bash)"\' >> ~/.bashrc', 'bash'],
          ['echo \'eval "$(orssh completion zsh)"\' >> ~/.zshrc', 'zsh, below compinit'],
          ['orssh completion fish > ~/.config/fish/completions/orssh.fish', 'fish'],
        ],
      }),
    )
    .action(async (shell: (typeof shells)[number]) => {
      const { shellScripts } = await import('../completion/shell-scripts.js');
      cli.stdout.write(shellScripts[shell]);
    });
}

/** `orssh complete -- WORD…`, for those scripts: a line for each word that fits, `:files` where file names do too. */
export function completeCommand(cli: Cli, program: () => Command): Command {
  return new Command('complete')
    .argument('[word...]')
    .helpOption(false)
    .action(async (words: string[]) => {
      const [{ complete }, { wordSources }] = await Promise.all([
        import('../completion/complete.js'),
        import('../completion/word-sources.js'),
      ]);
      const { words: found, files } = await complete(program(), words, wordSources(cli));
      const lines = found.map(({ value, about }) => (about ? `${value}\t${about}` : value));
      if (files) lines.push(':files');
      cli.stdout.write(lines.map((line) => `${line}\n`).join(''));
    });
}
