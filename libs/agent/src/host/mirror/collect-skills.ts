import { frontMatter } from './front-matter.js';
import type { HostTexts } from './host-texts.js';

/** Where they are, below a level. */
export const skillFolders = ['.opencode/skill', '.opencode/skills', '.claude/skills', '.agents/skills'];

/** The texts of skills, by their paths on the host, where the files that they speak of stay. */
export async function collectSkills(
  texts: HostTexts,
  levels: readonly string[],
): Promise<Map<string, string>> {
  const skills = new Map<string, string>();
  for (const level of levels) {
    for (const name of skillFolders) {
      const folder = `${level}/${name}`;
      const named = (await texts.markdown(folder)).filter((path) => path.endsWith('/SKILL.md'));
      const paths = named.map((path) => `${folder}/${path}`);
      await texts.look(paths);
      const contents = await Promise.all(paths.map((path) => texts.text(path)));
      for (const [at, path] of paths.entries()) {
        const text = contents[at];
        const skill = text === undefined ? undefined : skillOf(text);
        if (skill !== undefined) skills.set(path, skill);
      }
    }
  }
  return skills;
}

/** Written anew, for OpenCode's reader also takes other languages than YAML, and runs them. */
function skillOf(text: string): string | undefined {
  const { data, content } = frontMatter(text);
  const { name, description } = data;
  if (typeof name !== 'string' || !/^[\w-]{1,64}$/.test(name)) return undefined;
  const about =
    typeof description === 'string' ? `description: ${JSON.stringify(description.slice(0, 4_000))}\n` : '';
  return `---\nname: ${JSON.stringify(name)}\n${about}---\n\n${content}\n`;
}
