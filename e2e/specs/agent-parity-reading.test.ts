import { onceOnOpencode } from '../harness/opencode/on-opencode.js';
import { call } from '../harness/parity/calls.js';
import { converseTwice } from '../harness/parity/converse-twice.js';
import { expectSameAnswers } from '../harness/parity/same-answers.js';
import { debian12 } from '../harness/profile.js';

// Two OpenCodes and an agent host.
import.meta.jest.setTimeout(300_000);

const named = (...names: string[]): Record<string, unknown>[] => names.map((filePath) => ({ filePath }));

onceOnOpencode(debian12, 'the host is read as the built-ins read here', async (given) => {
  const answers = await converseTwice(given, {
    turns: [
      [
        ...call(
          'read',
          ...named('README.md', 'long.txt', 'large.txt', 'wide.txt', 'empty.txt', 'bom.txt', 'latin.txt'),
          ...named('data.bin', 'dot.png', 'paper.pdf', 'src', '.hidden', 'READ.md', 'absent/file.txt', ''),
          { filePath: 'README.md', offset: 9 },
          { filePath: 'README.md', offset: 0 },
          { filePath: 'README.md', offset: 'x' },
          { filePath: 'README.md', limit: 0 },
          { filePath: 'long.txt', offset: 2400 },
          { filePath: 'long.txt', offset: 10, limit: 3 },
          { filePath: 'many', offset: 3, limit: 4 },
          { filePath: 'many', offset: 500 },
          { filePath: 'ignored/hidden.ts' },
          {},
          'no JSON',
        ),
      ],
      // What instructions a read brings depends on those before.
      call('read', { filePath: 'src/one.ts', offset: 2, limit: 1 }),
      call('read', { filePath: 'src/one.ts', offset: 9 }, { filePath: 'src/one.ts' }),
      call(
        'glob',
        { pattern: '**/*.ts' },
        { pattern: '*.nothing' },
        { pattern: '*', path: 'src' },
        { pattern: '*', path: 'absent' },
        { pattern: '*', path: 'README.md' },
        { pattern: 'many/*' },
        { pattern: '.h*' },
        { pattern: '{src,many}/1*' },
        { pattern: '' },
        {},
      ),
      call(
        'grep',
        { pattern: 'export const \\w+' },
        { pattern: 'export' },
        { pattern: 'export', include: '*.md' },
        { pattern: 'EXPORT' },
        { pattern: 'const', path: 'src/one.ts' },
        { pattern: 'const', path: 'src', include: '*.{ts,js}' },
        { pattern: 'line 1', path: 'long.txt' },
        { pattern: '^one of many$', path: 'many', include: '1.md' },
        { pattern: 'xxx' },
        { pattern: 'first\\r?$' },
        { pattern: 'x', path: 'absent' },
        { pattern: '(' },
        { pattern: '' },
        { pattern: 3 },
        {},
      ),
    ],
  });
  expectSameAnswers(answers);
});
