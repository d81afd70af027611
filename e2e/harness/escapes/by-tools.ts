import type { Attempt } from './attempt.js';
import { places } from './places.js';
import { swapping } from './swapping.js';
import { formsOf } from './named-files.js';

type Args = Record<string, unknown>;
const { out, letter, work } = places;

/** The tools of the model that take a path; `stub` is the process that serves them. */
export function byTools(stub: { pid: number }): Attempt[] {
  const forms = Object.entries(formsOf(stub));
  const reads = forms.map(([name, filePath]) => attempt('read', name, { filePath }));
  return [...reads, ...searches, ...changes(forms), ...byPatches];
}

function attempt(tool: string, name: string, args: Args, prepare?: string): Attempt {
  return {
    ...{ name, way: tool, held: 'policy', ...(prepare && { prepare }) },
    reads: /^(read|glob|grep|list)$/.test(tool),
    run: ({ inside }) => inside.call({ call: tool, args }),
  };
}

const searches: Attempt[] = [
  attempt('read', 'a directory outside', { filePath: out }),
  attempt('read', 'a directory by a link', { filePath: 'dir' }),
  attempt('glob', 'a path outside', { pattern: '*', path: out }),
  attempt('glob', 'a link as its path', { pattern: '*', path: 'dir' }),
  attempt('glob', 'dots in the pattern', { pattern: '../docs/*' }),
  attempt('glob', 'an absolute pattern', { pattern: `${out}/*` }),
  attempt('glob', 'braces with dots', { pattern: '{.,../docs}/*' }),
  attempt('glob', 'links followed', { pattern: '**/SECRET*' }),
  attempt('grep', 'a path outside', { pattern: '^S.CRET', path: out }),
  attempt('grep', 'a file outside', { pattern: '^S.CRET', path: letter }),
  attempt('grep', 'a link as its path', { pattern: '^S.CRET', path: 'dir' }),
  attempt('grep', 'a link to the file', { pattern: '^S.CRET', path: 'link' }),
  attempt('grep', 'dots in what is included', { pattern: '^S.CRET', include: '../docs/*' }),
  attempt('grep', 'secrets of the workspace', { pattern: '^S.CRET', include: '.env*' }),
  attempt('grep', 'everything here', { pattern: '^S.CRET' }),
  attempt('grep', 'a pattern that is an option', { pattern: `--file=${letter}` }),
  attempt('grep', 'a program before the search', { pattern: '--pre=cat', include: '**/link' }),
  attempt('list', 'a directory outside', { path: out }),
  attempt('bash', 'a directory to work in', { command: 'cat letter; ls', workdir: out, description: 'Look' }),
  attempt('bash', 'a link to work in', { command: 'cat letter; ls', workdir: 'dir', description: 'Look' }),
  attempt('bash', 'dots to work in', { command: 'cat letter', workdir: 'dir/../docs', description: 'Look' }),
  attempt('bash', 'a link that was there', { command: 'cat link chain dir/letter', description: 'Look' }),
  attempt('bash', 'a link that was there, by one word', { command: 'cat link', description: 'Look' }),
  attempt('bash', 'writing through a link', { command: 'echo EVIL > link', description: 'Write' }),
  {
    ...attempt(
      'bash',
      'a link that is swapped while it is asked',
      { command: 'i=0; while [ $i -lt 50 ]; do cat swapped; i=$((i+1)); done; : swap', description: 'Look' },
      swapping,
    ),
    held: 'kernel',
  },
  attempt('read', 'a link that is swapped while it is read', { filePath: 'swapped' }, swapping),
];

/** Ways to name a file that is to be changed, or to come into being. */
function changes(forms: [string, string][]): Attempt[] {
  const wanted =
    /^(its path|dots|a tilde|a link|a chain of links|a link to its directory|\/proc|the stub|a secret)/;
  const chosen = forms.filter(([name]) => wanted.test(name));
  return [
    ...chosen.map(([name, filePath]) => attempt('write', name, { filePath, content: 'EVIL' })),
    ...chosen.map(([name, filePath]) =>
      attempt('edit', `${name}, what it has`, { filePath, oldString: 'SECRET', newString: 'EVIL' }),
    ),
    attempt('write', 'a new file outside', { filePath: `${out}/new`, content: 'EVIL' }),
    attempt('write', 'a new file by a link', { filePath: 'dir/new', content: 'EVIL' }),
    attempt(
      'write',
      'a link to what is not there',
      { filePath: 'dangling', content: 'EVIL' },
      `ln -s ../docs/new ${work}/dangling`,
    ),
    attempt('write', 'a link that is swapped meanwhile', { filePath: 'swapped', content: 'EVIL' }, swapping),
    attempt('write', 'a key for those who log in', { filePath: '~/.ssh/authorized_keys', content: 'EVIL' }),
    attempt('write', 'the start of shells', { filePath: '/home/dev/.bashrc', content: 'EVIL' }),
    attempt('write', 'a file into the stub', { filePath: `${places.root}/evil`, content: 'EVIL' }),
  ];
}

const patch = (name: string, ...lines: string[]): Attempt => ({
  ...{ name, way: 'apply_patch', held: 'policy' },
  run: ({ inside }) => {
    const patchText = `*** Begin Patch\n${lines.join('\n')}\n*** End Patch`;
    return inside.call({ call: 'apply_patch', args: { patchText } }, 'gpt-5');
  },
});

const byPatches = [
  patch('add outside', `*** Add File: ${out}/new`, '+EVIL'),
  patch('add by dots', '*** Add File: ../docs/new', '+EVIL'),
  patch('add by a link', '*** Add File: dir/new', '+EVIL'),
  patch('delete outside', `*** Delete File: ${letter}`),
  patch('delete by a link', '*** Delete File: dir/letter'),
  patch('update by a link', '*** Update File: link', '@@', '-SECRET', '+EVIL'),
  patch('update a secret', '*** Update File: .env', '@@', '-SECRET-env', '+EVIL'),
  patch('move out', '*** Update File: inner.txt', '*** Move to: ../docs/new', '@@', '-hello', '+EVIL'),
  patch('move over', '*** Update File: inner.txt', `*** Move to: ${letter}`, '@@', '-hello', '+EVIL'),
  patch('move in', `*** Update File: ${letter}`, '*** Move to: inner2.txt', '@@', '-SECRET', '+EVIL'),
  patch("the stub's token", `*** Delete File: ${places.token}`),
];
