import { hasTitle } from './has-title.mjs';
import { readRows } from './read-rows.mjs';

const isTestFile = (path) => /\.test\.(?:ts|mjs)$|_test\.go$/.test(path);
const levels = ['always', 'kernel', 'mounts'];

/**
 * @param {string} markdown SECURITY.md
 * @param {string[]} paths of the repository
 * @param {(path: string) => string} read
 * @returns {{ rows: number, tests: number, problems: string[] }}
 */
export function judge(markdown, paths, read) {
  const rows = readRows(markdown);
  const problems = rows.length === 0 ? ['there is no table below "## Threats"'] : [];
  for (const { threat, level, tests } of rows) {
    if (!levels.includes(level))
      problems.push(`"${threat}" is of the level "${level}", not ${levels.join(', ')}`);
    if (tests.length === 0) problems.push(`"${threat}" has no test`);
    for (const { file, title } of tests) problems.push(...problemsOf(file, title, paths, read));
  }
  return { rows: rows.length, tests: rows.flatMap(({ tests }) => tests).length, problems };
}

function problemsOf(file, title, paths, read) {
  const named = paths.filter((path) => isTestFile(path) && (path === file || path.endsWith(`/${file}`)));
  if (named.length === 0) return [`${file} is no file with tests`];
  const found = named.filter((path) => hasTitle(path, read(path), title));
  if (found.length > 1) return [`"${title}" may be in ${found.join(' or ')}: write more of the path`];
  return found.length === 1 ? [] : [`${named.join(', ')} has no test "${title}"`];
}
