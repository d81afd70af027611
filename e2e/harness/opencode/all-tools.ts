import type { TestHost } from '../hosts/host-driver.js';
import type { CallStep } from './scripted-model.js';

/** Makes a folder on the host for {@link callsOfAllTools}, with rules for the model. */
export async function layForTools(host: TestHost, folder: string): Promise<void> {
  await host.admin(
    `mkdir -p ${folder}/src && cd ${folder} && printf 'one\\ntwo\\nthree\\n' > src/a.txt &&
    echo 'Always whisper.' > AGENTS.md && chown -R dev ${folder}`,
  );
}

/** One call of each tool that acts on the host, each after the others, from the folder. */
export const callsOfAllTools = {
  read: { call: 'read', args: { filePath: 'src/a.txt' } },
  glob: { call: 'glob', args: { pattern: '**/*.txt' } },
  grep: { call: 'grep', args: { pattern: 'tw.' } },
  edit: { call: 'edit', args: { filePath: 'src/a.txt', oldString: 'two', newString: 'zwei' } },
  write: { call: 'write', args: { filePath: 'src/b.txt', content: 'written\n' } },
  /** Waits for a file, `go`, in the folder. */
  bash: {
    call: 'bash',
    args: {
      command: 'echo begun; until [ -e go ]; do sleep 0.1; done; cat src/a.txt src/b.txt; id -un; pwd',
      description: 'Waits and looks',
    },
  },
  todowrite: {
    call: 'todowrite',
    args: { todos: [{ content: 'Sweep the floor', status: 'pending', priority: 'low' }] },
  },
  question: {
    call: 'question',
    args: {
      questions: [
        { question: 'Which one is it?', header: 'Which', options: [{ label: 'Left', description: 'left' }] },
      ],
    },
  },
  /** For the model that is called gpt-5. */
  apply_patch: {
    call: 'apply_patch',
    args: {
      patchText: `*** Begin Patch
*** Update File: src/a.txt
@@
-zwei
+deux
*** Add File: src/c.txt
+added
*** Delete File: src/b.txt
*** End Patch`,
    },
  },
} satisfies Record<string, CallStep>;

/** What the files say after all of them. */
export async function leftByTools(host: TestHost, folder: string): Promise<string> {
  return (await host.admin(`cd ${folder}/src && head -n 9 *`)).stdout;
}

export const leftText = '==> a.txt <==\none\ndeux\nthree\n\n==> c.txt <==\nadded\n';

/** What the model is told of bash. */
export const bashText = (folder: string): string => `begun\none\nzwei\nthree\nwritten\ndev\n${folder}\n`;
