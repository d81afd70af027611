import { commandExitCode, exitCode, signalExitCode } from './exit-code.js';
import { exitCodesHelp } from './help/exit-codes.js';

const ended = { exitCode: null, signal: null, timedOut: false };

test('a command ends orssh with its own exit code', () => {
  expect(commandExitCode({ ...ended, exitCode: 7 })).toBe(7);
});

test.each([
  ['SIGHUP', 129],
  ['SIGINT', 130],
  ['KILL', 137],
  ['SIGUSR1', 138],
  ['SIGTERM', 143],
  ['SIGSYS', 159],
])('a command that %s ended gives %i, as Linux numbers it', (signal, code) => {
  expect(commandExitCode({ ...ended, signal })).toBe(code);
});

test('a timeout counts for more than the signal that carried it out', () => {
  expect(commandExitCode({ ...ended, signal: 'SIGTERM', timedOut: true })).toBe(124);
});

test('an unknown signal is still above 127', () => {
  expect(signalExitCode('SIGFOO')).toBe(128);
});

test('every exit code of its own is documented', () => {
  for (const code of Object.values(exitCode))
    expect(exitCodesHelp).toMatch(new RegExp(`\\b${code.toString()}\\b`));
});
