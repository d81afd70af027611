import { agentOf, commandOf } from './agents-and-commands.js';
import { frontMatter, type Markdown } from './front-matter.js';
import { isName } from './host-settings.js';
import type { HostTexts } from './host-texts.js';

const agentFolders = ['agent', 'agents', 'mode', 'modes'];
const commandFolders = ['command', 'commands'];

/** Where they are, below a level. */
export const describedFolders = [...agentFolders, ...commandFolders].map((name) => `.opencode/${name}`);

export interface Described {
  agent: Record<string, Record<string, unknown>>;
  command: Record<string, Record<string, unknown>>;
}

/** Agents and commands that have a file each; those of the folder that comes last have the last word. */
export async function collectDescribed(
  texts: HostTexts,
  levels: readonly string[],
  users: Record<string, unknown>,
): Promise<Described> {
  const described: Described = { agent: {}, command: {} };
  const agent = ({ data, content }: Markdown, name: string) =>
    agentOf({ ...data, prompt: content }, { name, users });
  const command = ({ data, content }: Markdown) => commandOf({ ...data, template: content });
  for (const level of levels) {
    for (const name of agentFolders) {
      const read = name.startsWith('mode')
        ? (file: Markdown, its: string) => ({ ...agent(file, its), mode: 'primary' })
        : agent;
      Object.assign(described.agent, await inFolder(texts, `${level}/.opencode/${name}`, read));
    }
    for (const name of commandFolders)
      Object.assign(described.command, await inFolder(texts, `${level}/.opencode/${name}`, command));
  }
  return described;
}

async function inFolder(
  texts: HostTexts,
  folder: string,
  read: (file: Markdown, name: string) => Record<string, unknown> | undefined,
): Promise<Record<string, Record<string, unknown>>> {
  const all: Record<string, Record<string, unknown>> = {};
  const names = (await texts.markdown(folder)).map((path) => path.slice(0, -'.md'.length)).filter(isName);
  const paths = names.map((name) => `${folder}/${name}.md`);
  await texts.look(paths);
  const contents = await Promise.all(paths.map((path) => texts.text(path)));
  for (const [at, name] of names.entries()) {
    const text = contents[at];
    const one = text === undefined ? undefined : read(frontMatter(text), name);
    if (one) all[name] = one;
  }
  return all;
}
