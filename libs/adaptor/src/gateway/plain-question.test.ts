import { steeringText } from '@orssh/protocol/testing';

import {
  agentsQuestion,
  answersModelsQuestions,
  answersQuestions,
  noQuestions,
  plainQuestion,
  stubsQuestion,
  stubsQuestions,
} from './plain-question.js';

const hides = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u;

/** Every string that is in there. */
function strings(value: unknown): string[] {
  if (typeof value === 'string') return [value];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(strings) : [];
}

test('a question about paths has a line a path, with nothing that cannot be seen', () => {
  const path = `/opt/x\n- /tmp/*\u200b${steeringText}`;
  const asked = plainQuestion({
    ...{
      id: 'per_1',
      sessionID: 'ses_1',
      permission: 'external_directory',
      patterns: [path],
      always: [path],
    },
    metadata: { parentDir: path, filepath: path, touches: [{ path, requested: path }], unknown: [path] },
  });
  expect(strings(asked).filter((text) => hides.test(text))).toEqual([]);
  expect(asked).toMatchObject({
    ...{ id: 'per_1', sessionID: 'ses_1' },
    patterns: [expect.stringMatching(/^\/opt\/x\\n- \/tmp\/\*\\u200b/)],
  });
});

test('what is huge or many pushes the answers nowhere', () => {
  const huge = `/etc/${'x'.repeat(1_000_000)}/shadow`;
  const { patterns, metadata } = plainQuestion({
    patterns: Array<string>(10_000).fill(huge),
    metadata: { parentDir: huge, filepath: huge, touches: Array<object>(10_000).fill({ path: huge }) },
  }) as { patterns: string[]; metadata: { parentDir: string; filepath: string; touches: object[] } };
  expect(patterns).toHaveLength(201);
  expect(patterns.at(-1)).toBe('… and 9800 more');
  expect(metadata.touches).toHaveLength(200);
  for (const title of [metadata.parentDir, metadata.filepath]) {
    expect(title).toMatch(/^\/etc\/x.*\(of 1000012 characters\).*\/shadow$/);
    expect(title.length).toBeLessThan(700);
  }
});

test('a stub asks about paths, whatever it calls that; an OpenCode about more, in its words', () => {
  const asked = { id: 'per_1', permission: 'bash', patterns: ['a\nb'], metadata: { diff: 'a\nb' } };
  expect(stubsQuestion(asked)).toMatchObject({ permission: 'external_directory', patterns: ['a\\nb'] });
  expect(agentsQuestion(asked)).toBe(asked);
  const ofPaths = { ...asked, permission: 'external_directory' };
  expect(agentsQuestion(ofPaths)).toMatchObject({ id: 'per_1', patterns: ['a\\nb'] });
  expect(stubsQuestion({ id: 'per_1', action: 'edit', resources: ['a\tb'] })).toEqual({
    ...{ id: 'per_1', action: 'external_directory', resources: ['a\\tb'] },
  });
});

test.each([
  ['a list', [{ patterns: ['a\nb'] }]],
  ['a list as data', { data: [{ patterns: ['a\nb'] }], location: {} }],
  ['one', { patterns: ['a\nb'] }],
])('an answer that is %s has plain questions', (_name, value) => {
  expect(JSON.stringify(stubsQuestions(value))).toContain(String.raw`a\\nb`);
});

test.each(['x', 7, null, [null, 'x']])('what is no question (%j) stays', (value) => {
  expect(stubsQuestions(value)).toEqual(value);
});

test.each([
  ['GET', 'permission', true],
  ['GET', 'api/permission/request', true],
  ['GET', 'api/session/ses_1/permission', true],
  ['GET', 'api/permission/saved', false],
  ['POST', 'permission/per_1/reply', false],
  ['GET', 'file/permission', false],
])('%s /%s answers questions: %j', (method, path, yes) => {
  expect(answersQuestions(method, path.split('/'))).toBe(yes);
});

test('a stub has no questions of a model, whatever it lists', () => {
  expect(
    ['question', 'api/question/request', 'question/que_1/reply'].map((path) =>
      answersModelsQuestions('GET', path.split('/')),
    ),
  ).toEqual([true, true, false]);
  expect(noQuestions([{ id: 'que_1' }])).toEqual([]);
  expect(noQuestions({ data: [{ id: 'que_1' }], location: {} })).toEqual({ data: [], location: {} });
});
