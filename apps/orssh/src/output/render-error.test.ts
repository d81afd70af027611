import { CliError } from '../cli-error.js';
import { colorsFor } from './colors.js';
import { describeFailure, renderCauses, renderFailure } from './render-error.js';

const plain = colorsFor({}, {});
const failure = { code: 'dns', host: 'web1', message: 'web1 has no address', remedy: 'check the name' };

test('what failed comes first, what to do next below it', () => {
  expect(renderFailure(failure, plain)).toBe('error: web1 has no address\n  → check the name\n');
});

test('nothing to do leaves no empty arrow', () => {
  expect(renderFailure({ ...failure, remedy: '' }, plain)).toBe('error: web1 has no address\n');
});

test('on a terminal the error is red', () => {
  expect(renderFailure(failure, colorsFor({ isTTY: true }, {}))).toContain('\u001b[31m');
});

test('what a host put into the message cannot move the cursor', () => {
  const error = new CliError({ code: 'stub', message: 'bad\u001b[2J', remedy: 'x\ry', host: 'h\u0007' });
  expect(describeFailure(error)).toEqual({
    code: 'stub',
    message: 'bad\\x1b[2J',
    remedy: 'x\\x0dy',
    host: 'h\\x07',
  });
});

test.each([new Error('boom'), 'boom'])('an error without a code is a fault of orssh: %p', (error) => {
  expect(describeFailure(error)).toMatchObject({ code: 'internal', message: 'boom' });
});

test("an operating system's error, which has a code but no remedy, is one too", () => {
  expect(describeFailure(Object.assign(new Error('boom'), { code: 'EIO' })).code).toBe('internal');
});

test('every cause is printed for --verbose', () => {
  const text = renderCauses(new Error('outer', { cause: new Error('inner') }));
  expect(text).toMatch(/outer[^]*inner/);
});
