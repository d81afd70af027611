import fc from 'fast-check';

import { parseAnswer } from './parse-answer.js';

const marker = 'c0ffee';
const answer = (lines: string) => `\norssh:${marker}:begin\n${lines}orssh:${marker}:end\n`;

test('values may hold anything but a line break, which a repeated key stands for', () => {
  const parsed = parseAnswer(answer('root=/a b=c\nhave=x\nhave=\nhave=y\nempty=\n'), marker);
  expect(parsed).toEqual(new Map(Object.entries({ root: '/a b=c', have: 'x\n\ny', empty: '' })));
});

test('noise around the markers does no harm, even without line breaks and with look-alikes', () => {
  const noise = `Welcome!\norssh:beef:begin\nroot=/evil\necho "orssh:$m:begin"\nlast line: `;
  const parsed = parseAnswer(`${noise}${answer('root=/x\n')}bye\nroot=/y\n`, marker);
  expect(parsed).toEqual(new Map([['root', '/x']]));
});

test('line ends of a terminal are understood', () => {
  expect(parseAnswer(answer('os=Linux\n').replaceAll('\n', '\r\n'), marker)).toEqual(
    new Map([['os', 'Linux']]),
  );
});

test.each([
  ['nothing', 'This account is currently not available.\n'],
  ['incomplete', answer('os=Linux\n').slice(0, -6)],
  ['malformed', answer('os=Linux\nsegmentation fault\n')],
  ['malformed', answer('os=Li\0nux\n')],
])('tells an answer that is %s', (what, output) => {
  expect(parseAnswer(output, marker)).toBe(what);
});

test('any noise before and after leaves the answer as it is', () => {
  const noise = fc.string({ unit: 'binary' });
  fc.assert(
    fc.property(noise, noise, (before, after) => {
      expect(parseAnswer(`${before}${answer('os=Linux\n')}${after}`, marker)).toEqual(
        new Map([['os', 'Linux']]),
      );
    }),
  );
});

test('any bytes between the markers give an answer or the word for what is wrong', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (body) => {
      const parsed = parseAnswer(`\norssh:${marker}:begin\n${body}\norssh:${marker}:end\n`, marker);
      if (typeof parsed === 'string') expect(parsed).toBe('malformed');
      else for (const [key, value] of parsed) expect(`${key}${value}`).not.toContain('\0');
    }),
  );
});
