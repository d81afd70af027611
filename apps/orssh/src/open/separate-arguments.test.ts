import { Command } from 'commander';

import { markArguments, separateArguments } from './separate-arguments.js';

const given = (...words: string[]) => {
  const command = new Command('open').argument('<target>').argument('[words...]').option('-c');
  command.parse(markArguments('open', words), { from: 'user' });
  return separateArguments(command.args);
};

test('what stands behind -- is for OpenCode', () => {
  expect(given('web1', '-c', '--', '--fork', 'x', '--', '-c')).toEqual({
    own: ['web1'],
    passed: ['--fork', 'x', '--', '-c'],
  });
});

test('without -- nothing is', () => {
  expect(given('web1', 'a', 'b')).toEqual({ own: ['web1', 'a', 'b'], passed: [] });
});

test('other commands are left alone', () => {
  expect(markArguments('exec', ['web1', '--', 'ls'])).toEqual(['web1', '--', 'ls']);
});
