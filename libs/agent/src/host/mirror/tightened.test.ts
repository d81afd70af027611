import { tightened } from './tightened.js';

test('what allows is dropped; what asks or prohibits stays', () => {
  const rules = {
    edit: 'allow',
    bash: { '*': 'allow', 'rm *': 'deny', 'git push *': 'ask' },
    webfetch: 'ask',
    x: 7,
  };
  expect(tightened(rules, undefined)).toEqual({
    bash: { 'rm *': 'deny', 'git push *': 'ask' },
    webfetch: 'ask',
  });
  expect(tightened('allow', undefined)).toBeUndefined();
  expect(tightened('deny', undefined)).toEqual({ '*': 'deny' });
});

test('a question does not come after a prohibition of the user, whose place it would take', () => {
  const users = { bash: { 'rm *': 'deny' } };
  expect(tightened({ bash: 'ask', edit: 'ask' }, users)).toEqual({ edit: 'ask' });
  expect(tightened({ '*': 'ask', 'ba*': 'ask', bash: 'deny' }, users)).toEqual({ bash: 'deny' });
  expect(tightened({ edit: 'ask' }, { '*': 'deny' })).toBeUndefined();
});
