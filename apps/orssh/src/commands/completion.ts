import { Argument, Command } from 'commander';

import type { Cli } from '../cli.js';
import { shells } from '../completion/shell-scripts.js';
import { helpTopics } from '../help/help-topics.js';
import { shellScripts } from '../completion/shell-scripts.js';

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
    .action((shell: (typeof shells)[number]) => {
      cli.stdout.write(shellScripts[shell]);
    });
}
