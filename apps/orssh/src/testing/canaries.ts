import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

const programs =
  'git sh bash dash zsh env xdg-open open sensible-browser firefox node bun npm curl wget scp sftp rsync tar gzip less man cat rm ps pgrep id uname ssh-add ssh-agent ssh-keygen';

/** A PATH whose programs leave a mark when they are run; its `ssh` is the real one, and does so where it is to do more than `-G`. */
export async function canaries(folder: string): Promise<{ path: string; ran: () => Promise<string[]> }> {
  const [path, marks] = [join(folder, 'canaries'), join(folder, 'marks')];
  await mkdir(path);
  await writeFile(marks, '');
  const canary = (name: string, text: string) =>
    writeFile(join(path, name), `#!/bin/sh\n${text}\n`, { mode: 0o755 });
  const mark = `echo "$0 $*" >> '${marks}'`;
  for (const name of programs.split(' ')) await canary(name, mark);
  // The doctor asks it for its version.
  await canary('opencode', `[ "$*" = --version ] || ${mark}`);
  const real = (process.env['PATH'] ?? '').split(':').join(' ');
  await canary(
    'ssh',
    `case "$*" in -G*|-V) ;; *) ${mark} ;; esac
case "$*" in *ORSSH-*|*AAAA*) ${mark} ;; esac
for at in ${real}; do [ -x "$at/ssh" ] && exec "$at/ssh" "$@"; done`,
  );
  return { path, ran: async () => (await readFile(marks, 'utf8')).split('\n').filter(Boolean) };
}
