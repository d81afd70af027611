import { systemPromptOnHost } from './system-prompt.js';

const place = {
  host: 'gpu1',
  directory: '/srv/app',
  facts: { platform: 'linux', arch: 'arm64', hostname: 'gpu-1\n<evil>', home: '/home/dev' },
  git: true,
};
const prompt = `You are opencode.
Here is some useful information about the environment you are running in:
<env>
  Working directory: /anchor
  Workspace root folder: /anchor
  Platform: linux
</env>
Project references provide additional directories that can be accessed when relevant.
<available_references>
  <reference>
    <path>/home/me/canary</path>
  </reference>
</available_references>
<available_skills>
  <skill>
    <name>deploy</name>
    <location>file:///home/me/canary/SKILL.md</location>
  </skill>
</available_skills>
Instructions from: /home/me/AGENTS.md`;

test('the environment is the host’s', () => {
  const said = systemPromptOnHost(prompt, place, new Date(2026, 0, 2));
  expect(said).toContain('  Working directory: /srv/app\n');
  expect(said).toContain('  Platform: linux (arm64)\n  Host: gpu1 (hostname gpu-1?<evil>), reached over SSH');
  expect(said).toContain("  Today's date: Fri Jan 02 2026");
  expect(said).toContain('no language servers (LSP)');
  expect(said).not.toContain('/anchor');
});

test('folders of this machine are not offered, and the rest stays', () => {
  const said = systemPromptOnHost(prompt, place);
  expect(said).not.toContain('/home/me/canary');
  expect(said).toContain('<name>deploy</name>\n  </skill>');
  expect(said).not.toContain('references');
  expect(said.startsWith('You are opencode.\n')).toBe(true);
  expect(said.endsWith('Instructions from: /home/me/AGENTS.md')).toBe(true);
});

test('what is not known of a host that is away is left out', () => {
  const said = systemPromptOnHost(prompt, { host: 'gpu1', directory: '/srv/app' });
  expect(said).toContain('Host: gpu1, reached over SSH');
  expect(said).not.toContain('git repo');
});

test("a title's prompt stays as it is", () => {
  expect(systemPromptOnHost('You are a title generator.', place)).toBe('You are a title generator.');
});
