import { Command } from 'commander';

/** A command that only holds others: `orssh hosts` alone shows its help. */
export function groupCommand(name: string, description: string, commands: readonly Command[]): Command {
  const group = new Command(name).description(description).helpCommand(false);
  for (const command of commands) group.addCommand(command);
  return group;
}
