import { separateCommand } from './separate-command.js';

const options = [
  { names: ['--cwd'], takesValue: true },
  { names: ['-i', '--stdin'], takesValue: false },
];

test.each([
  ['host ls -la', 'host -- ls -la'],
  ['host --cwd /tmp ls -la', 'host --cwd /tmp -- ls -la'],
  ['--cwd /tmp host ls', '--cwd /tmp host -- ls'],
  ['host --cwd=/tmp ls', 'host --cwd=/tmp -- ls'],
  ['host -i cat -', 'host -i -- cat -'],
  ['host ls -- -la', 'host -- ls -- -la'],
])('`%s` becomes `%s`', (line, expected) => {
  expect(separateCommand(line.split(' '), options).join(' ')).toBe(expected);
});

test.each(['host -- ls -la', 'host --cwd x -- ls', 'host', '--help', 'host --cwd'])(
  '`%s` stays as it is',
  (line) => {
    expect(separateCommand(line.split(' '), options).join(' ')).toBe(line);
  },
);
