import { spawn, spawnSync } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

/** What is longer is data that was recorded or built, and would take minutes. */
const longest = 2_000_000;

/**
 * Every text of a checkout that is or could be committed: what Git knows, and what it does not ignore.
 * @param {string} root
 */
export async function* files(root) {
  const names = git(root, ['ls-files', '-z', '--cached', '--others', '--exclude-standard']).split('\0');
  for (const path of new Set(names.filter(Boolean))) {
    const content = await readFile(join(root, path)).catch(() => undefined);
    if (content !== undefined && isText(content)) yield { path, content: content.toString() };
  }
}

/**
 * Every text that any commit has, once; `path` begins with the object's name.
 * @param {string} root
 */
export async function* history(root) {
  const paths = new Map();
  for (const line of git(root, ['rev-list', '--all', '--objects']).split('\n')) {
    const [, object, path] = /^([0-9a-f]+) (.+)$/.exec(line) ?? [];
    if (object !== undefined) paths.set(object, path);
  }
  const child = spawn('git', ['cat-file', '--batch'], { cwd: root, stdio: ['pipe', 'pipe', 'inherit'] });
  child.stdin.end([...paths.keys()].join('\n'));
  for await (const { object, type, content } of batch(child.stdout)) {
    if (type === 'blob' && isText(content))
      yield { path: `${object.slice(0, 12)}:${paths.get(object)}`, content: content.toString() };
  }
}

/** Takes the answer of `git cat-file --batch` apart: `<object> <type> <size>`, the bytes, a newline. */
async function* batch(stream) {
  let rest = Buffer.alloc(0);
  for await (const chunk of stream) {
    rest = Buffer.concat([rest, chunk]);
    for (;;) {
      const end = rest.indexOf(10);
      if (end < 0) break;
      const [object, type, size] = rest.subarray(0, end).toString().split(' ');
      const to = end + 1 + Number(size);
      if (rest.length <= to) break;
      yield { object, type, content: rest.subarray(end + 1, to) };
      rest = rest.subarray(to + 1);
    }
  }
}

function isText(content) {
  return content.length <= longest && !content.subarray(0, 8000).includes(0);
}

function git(root, args) {
  const { status, stdout, stderr, error } = spawnSync('git', args, {
    ...{ cwd: root, encoding: 'utf8', maxBuffer: 256 * 1024 * 1024 },
  });
  if (status === 0) return stdout;
  throw new Error(`git ${args[0]} failed in ${root}: ${error?.message ?? stderr.trim()}`);
}
