/** What an option of a command looks like to the shell line: its spellings, and whether a value follows. */
export interface OptionShape {
  names: readonly (string | undefined)[];
  takesValue: boolean;
  /** It says which hosts are meant, so that no target is written. */
  selects?: boolean;
}

/** Stands where the target would, after an option that selects hosts: the words behind it are the command. */
export const noTarget = '';

/**
 * Puts `--` in front of the remote command where the person left it out, so that `orssh exec HOST ls -la` hands
 * `-la` to `ls`, and {@link noTarget} where hosts were selected by an option. `words` are those after the verb: options,
 * a target or options that select hosts, options, the command.
 */
export function separateCommand(words: readonly string[], options: readonly OptionShape[]): string[] {
  let target = false;
  let selected = false;
  for (let index = 0; index < words.length; index += 1) {
    const word = words[index] ?? '';
    const [before, after] = [words.slice(0, index), words.slice(index)];
    if (word === '--') return selected && !target ? [...before, noTarget, ...after] : [...words];
    if (word.startsWith('-') && word !== '-') {
      const [name = ''] = word.split('=');
      const option = options.find(({ names }) => names.includes(name));
      selected ||= option?.selects === true;
      if (option?.takesValue && name === word) index += 1;
    } else if (target) {
      return [...before, '--', ...after];
    } else if (selected && words[index + 1] !== '--') {
      return [...before, noTarget, '--', ...after];
    } else {
      // With a selection before it, and `--` behind: somebody wrote both, which is a mistake to be told.
      target = true;
    }
  }
  return selected && !target ? [...words, noTarget] : [...words];
}
