import { basename, normalize, relative } from 'node:path/posix';

import { aboveFolder, anchorPath } from './anchor-path.js';
import { collectDescribed, describedFolders } from './collect-described.js';
import { collectSkills, skillFolders } from './collect-skills.js';
import { type HostSettings, hostSettings, isBelow } from './host-settings.js';
import type { HostTexts } from './host-texts.js';
import { levelsOf } from './levels-of.js';

const generalNames = ['AGENTS.md', 'CLAUDE.md', 'CONTEXT.md'];
const configNames = [
  ...['opencode.json', 'opencode.jsonc'],
  ...['.opencode/opencode.json', '.opencode/opencode.jsonc'],
];
/** Most of it is nowhere: to learn that one after the other would take a round trip each. */
const wellKnown = [...generalNames, ...configNames, ...describedFolders, ...skillFolders];

export interface Collect {
  texts: HostTexts;
  /** The workspace's, on the host. */
  directory: string;
  /** On this machine. */
  anchor: string;
  /** The user's own configuration. */
  users: Record<string, unknown>;
  env: NodeJS.ProcessEnv;
}

/** What the anchor has to hold. */
export interface Collected {
  /** By their paths in it. */
  files: Map<string, string>;
  /** Of its opencode.json. */
  settings: Record<string, unknown>;
  /** What of the host's configuration is left out. */
  ignored: string[];
}

/** All that instructs the model in a directory of the host, as OpenCode finds it in one of its own machine. */
export async function collect({ texts, directory, anchor, users, env }: Collect): Promise<Collected> {
  const levels = await levelsOf(texts, directory);
  await texts.look(levels.flatMap((level) => wellKnown.map((name) => join(level, name))));
  const files = new Map<string, string>();
  const instructions = new Set<string>();
  const put = (path: string, text: string): void => {
    const place = anchorPath(directory, path);
    files.set(place, text);
    instructions.add(place.startsWith(`${aboveFolder}/`) ? `${anchor}/${place}` : place);
  };

  for (const path of await generalInstructions(texts, levels, env)) {
    const text = await texts.text(path);
    // Where the directory itself has it, OpenCode finds it by itself.
    if (text !== undefined && anchorPath(directory, path) === basename(path)) files.set(basename(path), text);
    else if (text !== undefined) put(path, text);
  }
  // The nearest has the last word.
  const configs = (
    await Promise.all(levels.toReversed().map((level) => configsOf(texts, level, users)))
  ).flat();
  const patterns = new Set([...own(users), ...configs.flatMap((config) => config.instructions)]);
  for (const pattern of patterns) {
    for (const level of levels) {
      for (const name of await texts.matches(level, pattern)) {
        // As it will be written, whatever it was called: a level above may lead into the directory again.
        const path = normalize(join(level, name));
        const text = isInstruction(relative(directory, path)) ? await texts.text(path) : undefined;
        if (text !== undefined) put(path, text);
      }
    }
  }
  const described = await collectDescribed(texts, levels.toReversed(), users);
  const skills = await collectSkills(texts, levels);
  for (const [path, text] of skills) files.set(anchorPath(directory, path), text);
  const hasSkillsAbove = [...skills.keys()].some((path) =>
    anchorPath(directory, path).startsWith(aboveFolder),
  );
  return {
    files,
    settings: {
      ...merged(configs.map((config) => config.choices)),
      agent: merged([...configs.map((config) => config.agent), described.agent]),
      command: merged([...configs.map((config) => config.command), described.command]),
      instructions: [...instructions],
      ...(hasSkillsAbove && { skills: { paths: [aboveFolder] } }),
    },
    ignored: [...new Set(configs.flatMap(({ ignored }) => ignored))].sort(),
  };
}

/** Of these names the first that there is anywhere counts. */
async function generalInstructions(
  texts: HostTexts,
  levels: string[],
  env: NodeJS.ProcessEnv,
): Promise<string[]> {
  const isOn = (name: string): boolean => /^(?:1|true)$/i.test(env[name] ?? '');
  const isWithoutClaude = isOn('OPENCODE_DISABLE_CLAUDE_CODE') || isOn('OPENCODE_DISABLE_CLAUDE_CODE_PROMPT');
  const names = generalNames.filter((name) => !isWithoutClaude || name !== 'CLAUDE.md');
  const found = await Promise.all(
    names.map(async (name) => {
      const paths = levels.map((level) => join(level, name));
      const types = await Promise.all(paths.map((path) => texts.type(path)));
      return paths.filter((_, index) => types[index] === 'file');
    }),
  );
  return found.find((paths) => paths.length > 0) ?? [];
}

async function configsOf(
  texts: HostTexts,
  level: string,
  users: Record<string, unknown>,
): Promise<HostSettings[]> {
  const found = await Promise.all(configNames.map((name) => texts.text(join(level, name))));
  return found.flatMap((text) => (text === undefined ? [] : [hostSettings(text, users)]));
}

/** What is relative there means the workspace's directory; what is not, this machine. */
function own({ instructions }: Record<string, unknown>): string[] {
  if (!Array.isArray(instructions)) return [];
  return instructions.filter((one): one is string => typeof one === 'string' && isBelow(one));
}

/**
 * Text, and nothing that OpenCode reads as something else than an instruction, which may run what is in it. `path` is the shortest from the
 * workspace's directory; this machine's files may have names in which case does not count.
 */
function isInstruction(path: string): boolean {
  if (!/\.(?:md|mdc|mdx|txt|rst|adoc)$/i.test(path) || /SKILL\.md$/iu.test(path)) return false;
  // OpenCode would look for it in this machine's home.
  if (path.startsWith('~')) return false;
  const isGits = path.split('/').some((part) => /^\.git$/iu.test(part));
  return !isGits && !/^\.opencode\/(?:above|agents?|modes?|commands?|skills?)(?:\/|$)/iu.test(path);
}

function merged(all: Record<string, unknown>[]): Record<string, unknown> {
  return Object.assign({}, ...all) as Record<string, unknown>;
}

function join(level: string, path: string): string {
  return level === '/' ? `/${path}` : `${level}/${path}`;
}
