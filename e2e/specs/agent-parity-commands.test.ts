import { onceOnOpencode } from '../harness/opencode/on-opencode.js';
import { call } from '../harness/parity/calls.js';
import { converseTwice } from '../harness/parity/converse-twice.js';
import { expectSameAnswers } from '../harness/parity/same-answers.js';
import { debian12 } from '../harness/profile.js';

// Two OpenCodes and an agent host.
import.meta.jest.setTimeout(300_000);

onceOnOpencode(debian12, 'commands run on the host as the built-in runs them here', async (given) => {
  const answers = await converseTwice(given, {
    turns: [
      call(
        'bash',
        { command: 'cat README.md; echo err >&2; exit 3', description: 'Look' },
        { command: 'true', description: 'Nothing' },
        { command: 'true' },
        { command: 'pwd', workdir: 'src', description: 'Where' },
        { command: 'pwd', workdir: './src/../many', description: 'Where' },
        { command: 'echo begun; sleep 60', timeout: 1000, description: 'Sleep' },
        { command: 'seq 1 5000', description: 'Count' },
        { command: 'seq -s, 1 20000', description: 'Wide' },
        { command: "printf '\\033[31mred\\033[0m\\r\\n'", description: 'Red' },
        { command: "printf 'one\\rtwo\\n\\ta\\0b'", description: 'Control' },
        { command: "printf 'caf\\351\\n'", description: 'Latin' },
        { command: 'printf "no end of line"', description: 'Open' },
        { command: 'cat', description: 'Nothing to read' },
        { command: 'kill -9 $$', timeout: 3000, description: 'Killed' },
        { command: 'absent-program', description: 'Absent' },
        { command: 'if', description: 'No shell' },
        { command: '', description: 'Empty' },
        { command: 'true', timeout: -1, description: 'Early' },
        { command: 'true', workdir: 'absent', description: 'Nowhere' },
        { command: 'true', workdir: 'README.md', description: 'A file' },
        {},
      ),
    ],
  });
  expectSameAnswers(answers);
});
