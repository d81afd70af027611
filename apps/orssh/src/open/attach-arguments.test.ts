import { attachArguments, promptArguments } from './attach-arguments.js';

const where = { origin: 'http://127.0.0.1:4711', directory: '/home/me/app' };
const input = true;

test('attach gets the session and what is passed on, and no secret', () => {
  expect(attachArguments(where, { input, continue: true, session: 'ses_1' }, ['--fork'])).toEqual([
    ...['attach', 'http://127.0.0.1:4711', '--continue', '--session=ses_1', '--fork'],
  ]);
});

test('run gets its options, and the prompt behind --', () => {
  const options = { input, model: 'lab/big', file: ['a.txt', '-b'], auto: true, title: '-x' };
  expect(promptArguments(where, { words: ['--why', 'not'], passed: ['--thinking'] }, options)).toEqual([
    ...['run', '--attach', 'http://127.0.0.1:4711', '--dir', '/home/me/app', '--model=lab/big'],
    ...['--file=a.txt', '--file=-b', '--title=-x', '--auto', '--thinking', '--', '--why', 'not'],
  ]);
});

test('run without words leaves the prompt to standard input, and --json is its format', () => {
  const args = promptArguments(where, { words: [], passed: [] }, { input, json: true });
  expect(args.slice(5)).toEqual(['--format=json']);
  const own = promptArguments(where, { words: [], passed: [] }, { input, json: true, format: 'default' });
  expect(own).toContain('--format=default');
});
