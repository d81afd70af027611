import { frontMatter } from './front-matter.js';
import type { HostTexts } from './host-texts.js';

const folders = ['.opencode/skill', '.opencode/skills', '.claude/skills', '.agents/skills'];

/** The texts of skills, by their paths on the host, where the files that they speak of stay. */
export async function collectSkills(
  texts: HostTexts,
  levels: readonly string[],
): Promise<Map<string, string>> {
  const skills = new Map<string, string>();
  for (const level of levels) {
    for (const name of folders) {
      const folder = `${level}/${name}`;
      for (const path of await texts.markdown(folder)) {
        if (!path.endsWith('/SKILL.md')) continue;
        const text = await texts.text(`${folder}/${path}`);
        const skill = text === undefined ? undefined : skillOf(text);
        if (skill !== undefined) skills.set(`${folder}/${path}`, skill);
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
