import { readFileSync } from 'node:fs';

import type { Outcome } from './attempt.js';

/** A row of the table in SECURITY.md by what it begins with, and which attempts it speaks of. The first that fits has an attempt. */
const rows: [begins: string, fits: (attempt: Outcome) => boolean][] = [
  ['files of the machine', ({ name }) => name.endsWith('of this machine')],
  [
    'the model’s `read`',
    ({ way, held }) => held === 'policy' && /^(read|write|edit|glob|grep|list|apply_patch)$/.test(way),
  ],
  ['the routes of files', ({ way }) => /^(GET \/(file|find|api)|POST \/vcs\/apply)/.test(way)],
  ['`@file` of a link', ({ way }) => way === '@file'],
  ['what is taken back', ({ way }) => way === '/undo'],
  ['the stub’s own API', ({ way }) => way === 'gateway'],
  ['a repository whose', ({ way }) => way === 'GET /vcs'],
  ['commands, `!` commands', ({ way }) => way !== 'bash, a script'],
  [
    'the stub itself',
    script(/STUB|^ptrace of the stub$|process_vm|pidfd_getfd|the stub asked|by the program of the stub/),
  ],
  ['setuid programs', script(/^(setuid|a setuid copy|at|systemd-run|ssh to oneself|crontab)$/)],
  [
    'what others run later',
    script(
      /start of|key for those|git's own|git's hooks|ssh's configuration|by hand|a program of the user's/,
    ),
  ],
  ['modes, owners and times', ({ held }) => held === 'mounts'],
  ['other processes of the user:', script(/another process|abstract|over a socket|shared memory|debugger/)],
  ['what no text shows', () => true],
];

function script(names: RegExp): (attempt: Outcome) => boolean {
  return ({ name }) => names.test(name);
}

/** What the last column of a row says, and how many of its attempts got out. */
export interface AdvisoryRow {
  begins: string;
  says: string;
  won: string[];
  tried: number;
}

export function advisoryRows(outcomes: readonly Outcome[]): AdvisoryRow[] {
  const table = readFileSync(new URL('../../../SECURITY.md', import.meta.url), 'utf8');
  const lines = table.split('\n').map((line) => line.split('|').map((cell) => cell.trim()));
  const of = (attempt: Outcome): string => rows.find(([, fits]) => fits(attempt))?.[0] ?? '';
  return rows.map(([begins]) => {
    const line = lines.find((cells) => cells[1]?.replaceAll("'", '’').startsWith(begins));
    const all = outcomes.filter((attempt) => of(attempt) === begins);
    const won = all.filter(({ got }) => got !== '').map(({ way, name }) => `${way}: ${name}`);
    return { begins, says: line?.[3] ?? 'nothing', won, tried: all.length };
  });
}

/** What the outcomes of a row are, in the words that its last column may begin with. What depends on the host's programs may be any. */
export function wordsFor({ won, tried }: AdvisoryRow): RegExp {
  if (won.length === 0) return /^(held|as far as)/;
  return won.length > tried / 2 ? /^(\*\*not held\*\*|as far as)/ : /^(asked about|as far as)/;
}
