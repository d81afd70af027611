import type { Allowed, CommandLook } from '@orssh/protocol';

import { alwaysOf } from '../../opencode/always-of.js';
import type { FolderRules } from '../../opencode/folder-rules.js';
import type { ToolContext } from '../../opencode/tool.js';
import type { AwayOptions, Remote } from '../../remote/index.js';
import { commandPrefix } from './command-prefix.js';
import { parseCommand } from './parse-command.js';

export interface AskedCommand {
  command: string;
  /** Absolute, on the host. */
  cwd: string;
  env?: Record<string, string>;
}

type LookingRemote = Pick<Remote, 'look' | 'path'>;
export interface AskForCommandOptions extends AwayOptions {
  context: Pick<ToolContext, 'ask' | 'agent' | 'sessionID'>;
  /** By which a folder may be forbidden that was approved. */
  rules?: Pick<FolderRules, 'forbid'>;
}

/** These only go somewhere: no rule of OpenCode's is asked about them. */
const goesElsewhere: ReadonlySet<string> = new Set(['cd', 'chdir', 'popd', 'pushd']);

/**
 * A name here and there, and nothing by which a shell leads elsewhere: what these touch is in the directory, or is seen by the host
 * when it runs them.
 */
const plain = /^(?!.*(?:\.\.|\b(?:cd|pushd|popd|chdir)\b))[\w \t=:,@%+.-]*$/;

/**
 * Asks as OpenCode's own tool does: for what is outside the workspace, then for each command of the line. Resolves with what the
 * answers allow; rejects when one is no.
 */
export async function askForCommand(
  remote: LookingRemote,
  asked: AskedCommand,
  options: AskForCommandOptions,
): Promise<Allowed[]> {
  const { context, rules, ...away } = options;
  const { command, cwd } = asked;
  const isPlain = plain.test(command) && cwd === remote.path('.');
  const [line, seen] = await Promise.all([
    parseCommand(command),
    isPlain ? undefined : remote.look(asked, away),
  ]);
  const allow = seen ? await askForSeen(command, seen, { context, rules }) : [];
  const commands = line.commands.filter(
    ({ words: [name] }) => name !== undefined && !goesElsewhere.has(name),
  );
  if (commands.length > 0) {
    await context.ask({
      permission: 'bash',
      patterns: unique(commands.map(({ text }) => text)),
      always: unique(commands.map(({ words }) => `${commandPrefix(words).join(' ')} *`)),
      metadata: { command },
    });
  }
  return allow;
}

/** One question for all that a command touches outside of what is granted. Resolves with what to allow it. */
export async function askForPlaces(
  remote: Pick<Remote, 'look'>,
  asked: AskedCommand & { allow?: readonly Allowed[] },
  { context, rules, ...away }: AskForCommandOptions,
): Promise<Allowed[]> {
  return askForSeen(asked.command, await remote.look(asked, away), { context, rules });
}

async function askForSeen(
  command: string,
  { touches, allow, approved, directories, parentDir, unknown, warning, ...seen }: CommandLook,
  { context, rules }: Pick<AskForCommandOptions, 'context' | 'rules'>,
): Promise<Allowed[]> {
  const forbidden = rules && (await Promise.all(approved.map((folder) => rules.forbid(context, folder))));
  const patterns = unique([...seen.patterns, ...approved.filter((_, at) => forbidden?.[at])]);
  if (patterns.length === 0) return [];
  const about = { command, directories, patterns, parentDir, touches, unknown };
  await context.ask({
    ...{ permission: 'external_directory', patterns, always: alwaysOf(patterns) },
    metadata: warning === undefined ? about : { ...about, warning },
  });
  return allow;
}

function unique(list: readonly string[]): string[] {
  return [...new Set(list)];
}
