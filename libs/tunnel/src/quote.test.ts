import { execFileSync, spawnSync } from 'node:child_process';

import fc from 'fast-check';

import { quote, quoteForLoginShell } from './quote.js';

const shells = ['sh', 'bash', 'dash', 'zsh', 'ksh', 'fish', 'tcsh', 'csh', 'busybox sh', 'busybox ash'].map(
  (name) => ({ name, words: name.split(' ') }),
);

/** What `shell -c line` prints, in the plainest environment that a login may have. */
function run(shell: string[], line: string, input = ''): Buffer {
  const [program = '', ...args] = shell;
  const env = { PATH: process.env['PATH'], HOME: '/nonexistent' };
  return execFileSync(program, [...args, '-c', line], { input, env, stdio: ['pipe', 'pipe', 'ignore'] });
}

const installed = shells.filter(({ words: [program = ''] }) => !spawnSync(program, ['--help']).error);
const missing = shells.filter((shell) => !installed.includes(shell)).map(({ name }) => name);
if (missing.length > 0) process.stderr.write(`SKIPPED: quoting for ${missing.join(', ')} (not installed).\n`);

const nasty = fc.string({
  unit: fc.oneof(
    fc.constantFrom(
      ...Array.from(`'"\\!$\`\n\r\t *?[]{}()<>|&;#~^%=-@:,.aZ0`),
      '\\n',
      "''",
      '\\\\',
      '!!',
      '$(',
      '\\0101',
      'é',
      '漢',
      '😀',
      '\x7f',
      '\x01',
    ),
    fc.string({ minLength: 1, maxLength: 3 }),
  ),
});
const word = nasty.filter((text) => !/\0|\p{Surrogate}/u.test(text));

describe.each(installed)('quoteForLoginShell in $name', ({ words }) => {
  test('brings any text to /bin/sh unchanged', () => {
    fc.assert(
      fc.property(word, (text) => {
        const line = quoteForLoginShell(`printf %s ${quote(text)}`);
        expect(run(words, line).toString()).toBe(text);
      }),
      { numRuns: 60 },
    );
  });

  test('runs a script of many lines, with its exit code', () => {
    const script = 'for n in 1 2; do\n  echo "it\'s $n!"\ndone\nexit 7\n';
    const [program = '', ...args] = words;
    const { stdout, status } = spawnSync(program, [...args, '-c', quoteForLoginShell(script)]);
    expect(stdout.toString()).toBe("it's 1!\nit's 2!\n");
    expect(status).toBe(7);
  });

  test('leaves stdin to the script', () => {
    expect(run(words, quoteForLoginShell('cat'), 'bytes').toString()).toBe('bytes');
    expect(run(words, quoteForLoginShell('cat\n'), 'bytes').toString()).toBe('bytes');
  });
});

test('a login shell is replaced, so that signals reach the script', () => {
  expect(quoteForLoginShell('true')).toBe("exec /bin/sh -c 'true'");
});

test('quote makes one POSIX word of any text', () => {
  fc.assert(
    fc.property(fc.array(word, { minLength: 1, maxLength: 4 }), (words) => {
      const line = `printf '%s\\0' ${words.map(quote).join(' ')}`;
      expect(run(['/bin/sh'], line).toString()).toBe(words.map((one) => `${one}\0`).join(''));
    }),
    { numRuns: 100 },
  );
});

test('quote leaves plain words as they are', () => {
  expect(quote('/usr/bin/x-1.2')).toBe('/usr/bin/x-1.2');
  expect(quote('')).toBe("''");
});

test('a NUL is refused: no shell could pass it on', () => {
  expect(() => quote('a\0b')).toThrow(TypeError);
  expect(() => quoteForLoginShell('a\0b')).toThrow(TypeError);
});
