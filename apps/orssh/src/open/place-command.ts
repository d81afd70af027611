import { Command } from 'commander';

/** A command that takes a target and a folder on it. */
export function placeCommand(name: string, description: string): Command {
  return new Command(name)
    .description(description)
    .argument(
      '<target>',
      'a host as everywhere, and :DIR for a folder there (default: as configured, or the home)',
    );
}
