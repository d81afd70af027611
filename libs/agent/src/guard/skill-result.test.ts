import { skillOnHost } from './skill-result.js';

const box = { host: 'box', anchor: '/anchor' };

test('a skill is its text: its folder on this machine is not named', () => {
  const said = skillOnHost(
    `<skill_content name="deploy">
# Skill: deploy

Run it.

Base directory for this skill: /home/me/skills/deploy
Relative paths in this skill (e.g., scripts/, reference/) are relative to this base directory.
Note: file list is sampled.

<skill_files>
<file>/home/me/skills/deploy/canary.sh</file>
</skill_files>
</skill_content>`,
    box,
  );
  expect(said).not.toContain('/home/me');
  expect(said).toContain('Run it.\n\nThe other files of this skill are not on box');
  expect(said.endsWith('</skill_content>')).toBe(true);
});

test('a skill that is used as a command is one too', () => {
  const said = skillOnHost(
    'Run it.\n\nBase directory for this skill: /home/me/s\nRelative paths in this skill are relative to it.',
    box,
  );
  expect(said).toBe('Run it.\n\nThe other files of this skill are not on box: only this text is at hand.\n');
});

test('what is no skill stays', () => {
  expect(skillOnHost('Base directory: x', box)).toBe('Base directory: x');
});

test("a skill of the host's directory keeps its folder", () => {
  const said =
    'Base directory for this skill: /anchor/.opencode/skill/draw\nRelative paths in this skill are so.';
  expect(skillOnHost(said, box)).toBe(said);
});
