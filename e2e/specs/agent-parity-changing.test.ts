import { onceOnOpencode } from '../harness/opencode/on-opencode.js';
import { call, patch } from '../harness/parity/calls.js';
import { converseTwice } from '../harness/parity/converse-twice.js';
import { expectSameAnswers } from '../harness/parity/same-answers.js';
import { debian12 } from '../harness/profile.js';

// Two OpenCodes and an agent host.
import.meta.jest.setTimeout(300_000);

onceOnOpencode(
  debian12,
  'files of the host are changed as the built-ins change those here',
  async (given) => {
    const answers = await converseTwice(given, {
      turns: [
        call('read', { filePath: 'changed.txt' }),
        call(
          'edit',
          { filePath: 'src/one.ts', oldString: 'one = 1', newString: 'one = 11' },
          { filePath: 'src/dos.txt', oldString: 'second\nthird', newString: 'zweite\ndritte' },
          { filePath: 'src/indented.ts', oldString: 'b();\nc();', newString: 'd();' },
          { filePath: 'bom.txt', oldString: 'marked', newString: 'noted' },
          { filePath: 'latin.txt', oldString: 'caf', newString: 'Caf' },
          { filePath: 'long.txt', oldString: 'line 1', newString: 'row 1', replaceAll: true },
          { filePath: 'made.ts', oldString: '', newString: 'made\n' },
          { filePath: 'made/deep.ts', oldString: '', newString: 'made\n' },
          { filePath: 'twice.txt', oldString: 'same', newString: 'one' },
          { filePath: 'absent.ts', oldString: 'a', newString: 'b' },
          { filePath: 'README.md', oldString: '', newString: 'b' },
          { filePath: 'src', oldString: 'a', newString: 'b' },
          { filePath: 'README.md' },
        ),
        call(
          'edit',
          { filePath: 'src/one.ts', oldString: 'absent', newString: 'x' },
          { filePath: 'src/one.ts', oldString: 'export', newString: 'x' },
          { filePath: 'src/one.ts', oldString: 'x', newString: 'x' },
          { filePath: 'twice.txt', oldString: 'same', newString: 'one', replaceAll: true },
        ),
        call('bash', {
          command: 'touch -d 2001-01-01 changed.txt; echo more >> changed.txt',
          description: 'Change',
        }),
        call('edit', { filePath: 'changed.txt', oldString: 'as it was', newString: 'x' }),
        call(
          'write',
          { filePath: 'new/deep/file.txt', content: 'new\n' },
          { filePath: 'README.md', content: '# Another\n' },
          { filePath: 'empty.txt', content: '' },
          { filePath: 'bom.txt', content: 'without\n' },
          { filePath: 'src/dos.txt', content: 'one\ntwo\n' },
          { filePath: 'src', content: 'a directory' },
          { filePath: 'data.bin/below', content: 'below a file' },
          { content: 'nowhere' },
        ),
        call('bash', {
          command: 'cat -A bom.txt src/dos.txt src/indented.ts; cat made.ts',
          description: 'See',
        }),
      ],
      patches: [
        [
          patch(
            '*** Update File: src/one.ts',
            '@@',
            '-export const two = 2;',
            '+export const two = 22;',
            '*** Add File: src/added.ts',
            '+export const added = true;',
            '*** Delete File: empty.txt',
          ),
          patch(
            '*** Update File: old name.txt',
            '*** Move to: src/new name.txt',
            '@@',
            '-to be moved',
            '+moved',
          ),
          patch('*** Update File: src/dos.txt', '@@', ' first', '-absent', '+present'),
          patch('*** Update File: absent.txt', '@@', '-a', '+b'),
          patch('*** Delete File: never.txt'),
          patch('*** Delete File: many'),
          patch(),
          ...call('apply_patch', { patchText: 'no patch' }, {}),
        ],
        [
          patch('*** Add File: src/added.ts', '+again'),
          patch('*** Update File: twice.txt', '@@ other', '-one', '+last'),
          patch('*** Update File: bom.txt', '@@', '-without', '+within'),
          patch('*** Update File: latin.txt', '@@', '-nothing of it', '+x'),
        ],
      ],
    });
    expectSameAnswers(answers);
  },
);
