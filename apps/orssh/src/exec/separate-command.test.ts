import { separateCommand } from './separate-command.js';

const options = [
  { names: ['--cwd'], takesValue: true },
  { names: ['-i', '--stdin'], takesValue: false },
  { names: ['--label'], takesValue: true, selects: true },
  { names: ['--all'], takesValue: false, selects: true },
];

const separated = (line: string) =>
  separateCommand(line.split(' '), options)
    .map((word) => word || '∅')
    .join(' ');

test.each([
  ['host ls -la', 'host -- ls -la'],
  ['host --cwd /tmp ls -la', 'host --cwd /tmp -- ls -la'],
  ['--cwd /tmp host ls', '--cwd /tmp host -- ls'],
  ['host --cwd=/tmp ls', 'host --cwd=/tmp -- ls'],
  ['host -i cat -', 'host -i -- cat -'],
  ['host ls -- -la', 'host -- ls -- -la'],
])('`%s` becomes `%s`', (line, expected) => {
  expect(separated(line)).toBe(expected);
});

test.each(['host -- ls -la', 'host --cwd x -- ls', 'host', '--help', 'host --cwd'])(
  '`%s` stays as it is',
  (line) => {
    expect(separated(line)).toBe(line);
  },
);

test.each([
  ['--label gpu -- nvidia-smi -L', '--label gpu ∅ -- nvidia-smi -L'],
  ['--label gpu nvidia-smi -L', '--label gpu ∅ -- nvidia-smi -L'],
  ['--label=gpu nvidia-smi', '--label=gpu ∅ -- nvidia-smi'],
  ['--all --cwd /tmp ls --all', '--all --cwd /tmp ∅ -- ls --all'],
  ['--all', '--all ∅'],
])('hosts that an option selects leave no place for a target: `%s` becomes `%s`', (line, expected) => {
  expect(separated(line)).toBe(expected);
});

test.each([
  ['--all host -- ls', '--all host -- ls'],
  ['host --all ls', 'host --all -- ls'],
])('a target beside a selection stays one: `%s` becomes `%s`', (line, expected) => {
  expect(separated(line)).toBe(expected);
});
