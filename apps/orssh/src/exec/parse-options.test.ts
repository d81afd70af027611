import { collect, parseEnv, parseSeconds } from './parse-options.js';

test('NAME=VALUE pairs are collected, with = and line ends in the value', () => {
  const parse = parseEnv({});
  expect(parse('B=x=y\nz', parse('A='))).toEqual({ A: '', B: 'x=y\nz' });
});

test('a name alone passes the local value on', () => {
  expect(parseEnv({ LANG: 'C.UTF-8' })('LANG')).toEqual({ LANG: 'C.UTF-8' });
});

test.each(['1A=x', '=x', 'A-B=x', ''])('%j is not a variable', (pair) => {
  expect(() => parseEnv({})(pair)).toThrow('NAME=VALUE');
});

test('a name that is not set here is a mistake rather than an empty value', () => {
  expect(() => parseEnv({})('NOWHERE')).toThrow('NOWHERE is not set here');
});

test.each([
  ['30', 30_000],
  ['1.5', 1500],
  ['0.0001', 1],
  ['2m', 120_000],
  ['1h', 3_600_000],
])('%s is %i ms', (text, ms) => {
  expect(parseSeconds(text)).toBe(ms);
});

test.each(['', '0', '-1', '1e3', 'NaN', 'Infinity', '8000h', '5 s'])('%j is no time', (text) => {
  expect(() => parseSeconds(text)).toThrow('write seconds');
});

test('an option that repeats keeps every value', () => {
  expect(collect('b', collect('a'))).toEqual(['a', 'b']);
});
