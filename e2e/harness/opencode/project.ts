import { mkdir, mkdtemp, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';

import { must } from '../run.js';

/** Makes a git project with one commit below `folder`, as OpenCode wants one; resolves with its path. */
export async function newProject(
  folder: string,
  files: Record<string, string | Uint8Array> = { 'README.md': '# A project\n' },
): Promise<string> {
  const project = await mkdtemp(join(folder, 'project-'));
  for (const [name, content] of Object.entries(files)) {
    await mkdir(dirname(join(project, name)), { recursive: true });
    await writeFile(join(project, name), content);
  }
  const git = (...args: string[]): Promise<string> =>
    must('git', ['-c', 'user.name=Dev', '-c', 'user.email=dev@example.org', ...args], { cwd: project });
  await git('init', '-q', '-b', 'main');
  await git('add', '-A');
  await git('commit', '-q', '-m', 'Start');
  return project;
}
