import type { Attempt } from './attempt.js';
import { places } from './places.js';
import { formsOf } from './named-files.js';
import { asUser } from './repository.js';
import { send } from './send.js';
import { swapping } from './swapping.js';

const { out, letter, work } = places;

/** The routes of OpenCode that a client asks of a workspace. */
export function byRoutes(stub: { pid: number }): Attempt[] {
  const forms = Object.entries(formsOf(stub));
  return [
    ...forms.map(([name, path]) => get('GET /file/content', name, '/file/content', { path })),
    ...directories.map(([name, path]) => get('GET /file', name, '/file', { path })),
    ...directories.map(([name, path]) => get('GET /api/fs/list', name, '/api/fs/list', { path })),
    ...forms
      .slice(0, 14)
      .map(([name, path]) => get('GET /api/fs/read', name, `/api/fs/read/${encodeURIComponent(path)}`)),
    get('GET /file/content', 'its path with a NUL', '/file/content', { path: `${letter}\0` }),
    get('GET /file/content', 'dots that are encoded twice', '/file/content', { path: '%2e%2e/docs/letter' }),
    get('GET /file/content', 'another directory', '/file/content', { path: 'letter', directory: out }),
    get('GET /file', 'another directory', '/file', { path: '.', directory: out }),
    get(
      'GET /file/content',
      'a link that is swapped meanwhile',
      '/file/content',
      { path: 'swapped' },
      swapping,
    ),
    get('GET /api/fs/read', 'a link that is swapped meanwhile', '/api/fs/read/swapped', {}, swapping),
    get('GET /file', 'a link that is swapped meanwhile', '/file', { path: 'swapped' }, swapping),
    get('GET /find', 'everything here', '/find', { pattern: '^S.CRET' }),
    get('GET /find', 'a pattern that is an option', '/find', { pattern: `--file=${letter}` }),
    get('GET /find', 'another directory', '/find', { pattern: '^S.CRET', directory: out }),
    get('GET /find/file', 'links followed', '/find/file', { query: 'SECRET' }),
    get('GET /find/file', 'dots', '/find/file', { query: '../docs/' }),
    get('GET /api/fs/find', 'links followed', '/api/fs/find', { query: 'SECRET' }),
    ...byGit,
    ...byApply,
  ];
}

const directories: [string, string][] = [
  ['its path', out],
  ['dots', '../docs'],
  ['a link', 'dir'],
  ['the home', '/home/dev/docs/../docs'],
  ['/proc/self/root', `/proc/self/root${out}`],
];

function get(
  way: string,
  name: string,
  path: string,
  query: Record<string, string> = {},
  prepare?: string,
): Attempt {
  return {
    ...{ name, way, held: 'policy', ...(prepare && { prepare }), reads: true },
    run: (arena) => send(arena, 'GET', path, { query }),
  };
}

const steal = `printf '#!/bin/sh\\ncp ${letter} ${work}/inner.txt; cp ${letter} ${work}/stolen; cat ~/.ssh/id; echo EVIL > ${out}/new; cat\\n' > evil; chmod +x evil`;

/** A repository whose configuration leads elsewhere, which the stub's own git is asked about. */
const byGit: Attempt[] = (
  [
    ['a work tree elsewhere', `git config core.worktree ${out}`],
    [
      'a filter',
      `${steal}; git config filter.e.clean ${work}/evil; git config filter.e.smudge ${work}/evil; echo '* filter=e' > .gitattributes`,
    ],
    ['a monitor of files', `${steal}; git config core.fsmonitor ${work}/evil`],
    [
      'a text of files',
      `${steal}; git config diff.e.textconv ${work}/evil; git config diff.e.command ${work}/evil; echo '* diff=e' > .gitattributes`,
    ],
    ['a diff of its own', `${steal}; git config diff.external ${work}/evil`],
    [
      'hooks',
      `${steal}; git config core.hooksPath ${work}; for h in post-index-change post-checkout pre-commit; do cp evil $h; done`,
    ],
    ['a link as a file', `git rm -q --cached tracked; rm tracked; ln -s ${letter} tracked`],
    [
      'a link as a directory',
      `rm -rf sub; ln -s ${out} sub; git update-index --add --cacheinfo 100644,$(git hash-object -w inner.txt),sub/letter`,
    ],
    [
      'another repository of the user',
      `o=$(mktemp -d /var/tmp/another.XXXXXX); cp ${letter} $o; git -C $o init -q; git -C $o add -A; git -C $o -c user.name=a -c user.email=a@b commit -q -m x; rm -rf .git; echo "gitdir: $o/.git" > .git`,
    ],
    ['a file that is included', `git config include.path ${letter}`],
    [
      'alternates',
      `mkdir -p .git/objects/info; echo ${out} > .git/objects/info/alternates; git config core.alternateRefsCommand ${work}/evil`,
    ],
  ] satisfies [string, string][]
).map(([name, prepare]) => ({
  ...{ name, way: 'GET /vcs', held: 'kernel' },
  prepare: asUser(prepare),
  run: async (arena) => {
    const asked = [
      '/vcs',
      '/vcs/status',
      '/vcs/diff?mode=git',
      '/vcs/diff/raw',
      '/file/status',
      '/file/content?path=stolen',
    ];
    const answers: string[] = [];
    for (const path of asked) answers.push(await send(arena, 'GET', path));
    return answers.join('\n');
  },
}));

const diffOf = (path: string, from = '/dev/null') =>
  `diff --git a/${path} b/${path}\nnew file mode 100644\n--- ${from}\n+++ b/${path}\n@@ -0,0 +1 @@\n+EVIL\n`;

const byApply: Attempt[] = (
  [
    ['dots', diffOf('../docs/new')],
    ['a path', diffOf(`${out}/new`)],
    ['a link', diffOf('dir/new')],
    [
      'a link that the patch makes',
      `diff --git a/l b/l\nnew file mode 120000\n--- /dev/null\n+++ b/l\n@@ -0,0 +1 @@\n+../docs\n\\ No newline at end of file\n${diffOf('l/new')}`,
    ],
    ["git's own hooks", diffOf('.git/hooks/post-checkout')],
    ['a secret', diffOf('.env')],
  ] satisfies [string, string][]
).map(([name, patch]) => ({
  ...{ name, way: 'POST /vcs/apply', held: 'policy' },
  prepare: asUser(''),
  run: async (arena) => send(arena, 'POST', '/vcs/apply', { body: { patch } }),
}));
