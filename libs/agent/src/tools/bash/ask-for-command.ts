import { posix } from 'node:path';

import type { FolderRules } from '../../opencode/folder-rules.js';
import type { ToolContext } from '../../opencode/tool.js';
import type { AwayOptions, Remote } from '../../remote/index.js';
import { commandPrefix } from './command-prefix.js';
import { parseCommand } from './parse-command.js';
import { goesElsewhere, pathsInLine } from './paths-in-line.js';
import { placesOutside } from './places-outside.js';

export interface AskedCommand {
  command: string;
  /** Absolute, on the host. */
  cwd: string;
}

export interface AskForCommandOptions extends AwayOptions {
  context: Pick<ToolContext, 'ask' | 'agent' | 'sessionID'>;
  /** By which a folder may be forbidden that was approved. */
  rules?: Pick<FolderRules, 'forbid'>;
}

/**
 * Asks as OpenCode's own tool does: for folders outside the workspace, then for each command of the line. Resolves with the patterns
 * of the folders that were allowed; rejects when one is not.
 */
export async function askForCommand(
  remote: Pick<Remote, 'files' | 'facts'>,
  { command, cwd }: AskedCommand,
  { context, rules, ...away }: AskForCommandOptions,
): Promise<string[]> {
  const [line, { home, directory }] = await Promise.all([parseCommand(command), remote.facts(away)]);
  const paths = [...pathsInLine(line, { cwd, home }), cwd];
  const forbidden = rules && ((folder: string) => rules.forbid(context, wholeFolder(folder)));
  // Of the workspace's directory nothing need be asked.
  const others = paths.filter((path) => path !== directory);
  const folders = await placesOutside(remote, others, { ...away, forbidden });
  const allowed = folders.map(wholeFolder);
  await askForFolders(context, command, folders);
  const asked = line.commands.filter(({ words: [name] }) => name !== undefined && !goesElsewhere.has(name));
  if (asked.length > 0) {
    await context.ask({
      permission: 'bash',
      patterns: unique(asked.map(({ text }) => text)),
      always: unique(asked.map(({ words }) => `${commandPrefix(words).join(' ')} *`)),
      metadata: { command },
    });
  }
  return allowed;
}

/** One question for all of them. */
export async function askForFolders(
  context: Pick<ToolContext, 'ask'>,
  command: string,
  folders: readonly string[],
): Promise<void> {
  if (folders.length === 0) return;
  const patterns = folders.map(wholeFolder);
  await context.ask({
    ...{ permission: 'external_directory', patterns, always: patterns },
    metadata: { command, directories: [...folders], patterns },
  });
}

/** The pattern of a folder and all that is in it. */
export function wholeFolder(folder: string): string {
  return posix.join(folder, '*');
}

function unique(list: readonly string[]): string[] {
  return [...new Set(list)];
}
