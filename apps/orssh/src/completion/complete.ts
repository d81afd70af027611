import type { Argument, Command, Option } from 'commander';

import { selectingOptions } from '../host/fleet-options.js';

/** One word that fits. */
export interface Suggestion {
  readonly value: string;
  readonly about?: string;
}

/** What may stand where the cursor is; `files`: names of local files as well. */
export interface Suggestions {
  readonly words: readonly Suggestion[];
  readonly files?: boolean;
}

/** Words that only the configuration knows. None of them rejects: what cannot be read suggests nothing. */
export interface WordSources {
  hosts(): Promise<readonly Suggestion[]>;
  aliases(): Promise<readonly Suggestion[]>;
  labels(): Promise<readonly Suggestion[]>;
  providers(): Promise<readonly Suggestion[]>;
}

/** The choices of the configuration, by the file that `--config` names among the words. */
export type SourcesFor = (configFile: string | undefined) => WordSources;

/** Suggests for the last of `words`, which may be empty; those before it are whole. The program's own name is not among them. */
export async function complete(
  program: Command,
  words: readonly string[],
  sourcesFor: SourcesFor,
): Promise<Suggestions> {
  const before = words.slice(0, -1);
  const current = words.at(-1) ?? '';
  const place = walk(program, before);
  if (!place) return { words: [] };
  const sources = sourcesFor(place.values.get('--config'));
  const startsAlike = ({ value }: Suggestion) => value.startsWith(current);
  const only = ({ words: all, files }: Suggestions) => ({ words: all.filter(startsAlike), files });

  if (place.option) return only(await valuesOf(place.option.long ?? '', place.option.argChoices, sources));
  const [, name = '', value] = /^(--[^=]+)=(.*)$/.exec(current) ?? [];
  if (value !== undefined) {
    const { words: values } = await valuesOf(name, find(place.command, name)?.argChoices, sources);
    return only({ words: values.map((one) => ({ ...one, value: `${name}=${one.value}` })) });
  }
  if (current.startsWith('-') && !place.optionsEnded) return only({ words: optionsOf(place.command) });
  const argument = argumentAt(place.command, place.position);
  const commands = place.position === 0 ? commandsOf(place.command) : [];
  if (!argument) return only({ words: commands });
  const { words: values, files } = await valuesOf(argument.name(), argument.argChoices, sources);
  return only({ words: [...commands, ...values], files });
}

interface Place {
  command: Command;
  /** How many arguments there are already. */
  position: number;
  /** The option whose value comes next. */
  option: Option | undefined;
  optionsEnded: boolean;
  values: Map<string, string>;
}

/** Where the words lead; undefined within the command line of a remote command, of which this machine knows nothing. */
function walk(program: Command, words: readonly string[]): Place | undefined {
  const values = new Map<string, string>();
  const place: Place = { command: program, position: 0, option: undefined, optionsEnded: false, values };
  for (const word of words) {
    if (place.option) {
      values.set(place.option.long ?? '', word);
      place.option = undefined;
    } else if (word === '--' && !place.optionsEnded) place.optionsEnded = true;
    else if (word.startsWith('-') && !place.optionsEnded) {
      const [name = '', ...value] = word.split('=');
      const option = find(place.command, name);
      if (value.length > 0) values.set(name, value.join('='));
      else if (option?.required) place.option = option;
      else values.set(name, '');
    } else step(place, word);
    if (isRemote(place)) return undefined;
  }
  return place;
}

function step(place: Place, word: string): void {
  // `orssh help` is followed by what could stand in its own place.
  if (word === 'help' && place.command.parent === null && place.position === 0) return;
  const below = place.command.commands.find((command) => command.name() === word);
  if (below && place.position === 0) place.command = below;
  else place.position += 1;
}

/** `exec` takes what follows its target, or its selection, for the command, also where `--` was left out. */
function isRemote({ command, position, optionsEnded, values }: Place): boolean {
  const targets = selectingOptions.some((name) => values.has(name)) ? 0 : 1;
  return argumentAt(command, 1)?.name() === 'command' && (position > targets || optionsEnded);
}

function find(command: Command, name: string): Option | undefined {
  return command.options.find(({ short, long }) => name === short || name === long);
}

function argumentAt({ registeredArguments }: Command, position: number): Argument | undefined {
  const last = registeredArguments.at(-1);
  return registeredArguments[position] ?? (last?.variadic ? last : undefined);
}

function commandsOf(command: Command): Suggestion[] {
  const visible = command.createHelp().visibleCommands(command);
  return visible.map((below) => ({ value: below.name(), about: below.summary() || below.description() }));
}

function optionsOf(command: Command): Suggestion[] {
  const visible = command.createHelp().visibleOptions(command);
  return visible.flatMap(({ long, description }) => (long ? [{ value: long, about: description }] : []));
}

/** Arguments and options mean the same in every command that has them. */
async function valuesOf(
  name: string,
  choices: readonly string[] | undefined,
  sources: WordSources,
): Promise<Suggestions> {
  if (choices) return { words: choices.map((value) => ({ value })) };
  switch (name) {
    case 'target': {
      const [hosts, aliases] = await Promise.all([sources.hosts(), sources.aliases()]);
      const known = new Set(hosts.map(({ value }) => value));
      return { words: [...hosts, ...aliases.filter(({ value }) => !known.has(value))] };
    }
    case 'host':
      return { words: await sources.hosts() };
    case 'alias':
      return { words: await sources.aliases() };
    case '--label':
      return { words: await sources.labels() };
    case '--provider':
      return { words: await sources.providers() };
    case 'file':
    case '--file':
    case '--config':
    case '--identity':
    case '--install-key':
      return { words: [], files: true };
    default:
      return { words: [] };
  }
}
