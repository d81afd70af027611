import { spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { type Shell, shells, shellScripts } from './shell-scripts.js';

/** How each shell is started on a terminal of its own, with the script loaded. */
const starts: Record<Shell, (folder: string) => { rc: string; line: string }> = {
  bash: (folder) => ({ rc: 'bashrc', line: `bash --noprofile --rcfile ${folder}/bashrc -i` }),
  zsh: (folder) => ({ rc: '.zshrc', line: `env ZDOTDIR=${folder} zsh -i` }),
  fish: (folder) => ({ rc: 'config.fish', line: `fish --no-config -C 'source ${folder}/config.fish' -i` }),
};
const before: Record<Shell, string> = {
  bash: "PS1='ready> '\n",
  zsh: "PS1='ready> '\nautoload -Uz compinit; compinit -u -D\n",
  fish: "function fish_prompt; echo 'ready> '; end\n",
};

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'orssh-test-'));
});
afterEach(() => {
  rmSync(folder, { recursive: true });
});

/** Stands for `orssh`: answers completions from a file, and writes down the words that it was called with. */
const fake = `#!/bin/sh
case $1 in complete) log=asked; shift 2 ;; *) log=ran ;; esac
for word; do printf '<%s>' "$word"; done >> "$FOLDER/$log"
echo >> "$FOLDER/$log"
[ $log = ran ] || cat "$FOLDER/answer"
`;

const words = (log: 'asked' | 'ran') => {
  const file = join(folder, log);
  return existsSync(file) ? readFileSync(file, 'utf8').trimEnd().split('\n') : [];
};

/** Types `keys` into the shell, where tabs complete, and resolves when it has ended. */
async function type(shell: Shell, answer: string, keys: string): Promise<void> {
  const { rc, line } = starts[shell](folder);
  writeFileSync(join(folder, rc), before[shell] + shellScripts[shell]);
  writeFileSync(join(folder, 'answer'), answer);
  writeFileSync(join(folder, 'orssh'), fake, { mode: 0o755 });
  const { PATH = '' } = process.env;
  const child = spawn('script', ['-qec', line, '/dev/null'], {
    cwd: folder,
    env: { PATH: `${folder}:${PATH}`, FOLDER: folder, HOME: folder, TERM: 'xterm', LANG: 'C.UTF-8' },
  });
  let shown = '';
  let typed = false;
  await new Promise<void>((resolve) => {
    child.stdout.on('data', (chunk: Buffer) => {
      shown += chunk.toString();
      if (typed || !shown.includes('ready> ')) return;
      typed = true;
      child.stdin.write(`${keys}\rexit\r`);
    });
    child.once('close', () => {
      resolve();
    });
  });
}

const has = (program: string) => spawnSync('sh', ['-c', `command -v ${program}`]).status === 0;

describe.each(shells)('in a real %s', (shell) => {
  const onTerminal = has('script') && has(shell) ? test : test.skip;

  onTerminal('a word is completed, and its description is not part of it', async () => {
    await type(shell, 'web1\tof gpu: the first\n', 'orssh exec we\t x');
    expect(words('ran')).toEqual(['<exec><web1><x>']);
    expect(words('asked')[0]).toBe('<exec><we>');
  });

  onTerminal('words with = and : are completed as a whole', async () => {
    await type(shell, '--label=env=prod\n', 'orssh exec --label=en\t x');
    await type(shell, 'a:b\n', 'orssh exec a:\t x');
    expect(words('ran')).toEqual(['<exec><--label=env=prod><x>', '<exec><a:b><x>']);
  });

  onTerminal('names of files come from the shell', async () => {
    writeFileSync(join(folder, 'hosts.yaml'), '');
    await type(shell, ':files\n', 'orssh setup --config hos\t x');
    expect(words('ran')).toEqual(['<setup><--config><hosts.yaml><x>']);
  });

  onTerminal('what is being typed is not run, and an empty word is one', async () => {
    await type(shell, '', "orssh exec '$(touch ran)' \t\u0015");
    expect(words('asked')[0]).toMatch(/^<exec><'?\$\(touch ran\)'?><>$/);
    expect(words('ran')).toEqual([]);
  });
});
