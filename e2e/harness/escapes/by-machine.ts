import { pathToFileURL } from 'node:url';

import type { Attempt } from './attempt.js';

type Call = [tool: string, args: (path: string) => Record<string, unknown>];

const calls: Call[] = [
  ['read', (filePath) => ({ filePath })],
  ['grep', (path) => ({ pattern: 'CANARY', path })],
  ['bash', (path) => ({ command: `cat '${path}'`, description: 'Look' })],
  ['write', (path) => ({ filePath: `${path}.new`, content: 'EVIL' })],
  ['edit', (filePath) => ({ filePath, oldString: 'CANARY', newString: 'EVIL' })],
];

/** From the workspace onto the machine that OpenCode runs on. */
export const byMachine: Attempt[] = [
  ...calls.map(([tool, args]): Attempt => ({
    ...{ name: 'a file of this machine', way: tool, held: 'policy' },
    run: ({ inside, canaries }) => inside.call({ call: tool, args: args(canaries.paths[0] ?? '') }),
  })),
  {
    ...{ name: 'a page of this machine', way: 'webfetch', held: 'policy' },
    run: ({ inside, canaries }) =>
      inside.call({ call: 'webfetch', args: { url: canaries.page, format: 'text' } }),
  },
  {
    ...{ name: 'a file of this machine', way: '@file', held: 'policy' },
    run: ({ prompt, canaries }) => {
      const url = pathToFileURL(canaries.paths[0] ?? '').href;
      return prompt([{ type: 'file', mime: 'text/plain', filename: 'x', url }]);
    },
  },
];
