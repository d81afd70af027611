/** What an option of a command looks like to the shell line: its spellings, and whether a value follows. */
export interface OptionShape {
  names: readonly (string | undefined)[];
  takesValue: boolean;
}

/**
 * Puts `--` in front of the remote command where the person left it out, so that `orssh exec HOST ls -la` hands
 * `-la` to `ls`. `words` are those after the verb: options, one target, options, the command.
 */
export function separateCommand(words: readonly string[], options: readonly OptionShape[]): string[] {
  let target = false;
  for (let index = 0; index < words.length; index += 1) {
    const word = words[index] ?? '';
    if (word === '--') return [...words];
    if (word.startsWith('-') && word !== '-') {
      const option = options.find(({ names }) => names.includes(word));
      if (option?.takesValue) index += 1;
    } else if (target) {
      return [...words.slice(0, index), '--', ...words.slice(index)];
    } else {
      target = true;
    }
  }
  return [...words];
}
