import { chooseName } from './choose-name.js';

test.each<[string[], string | undefined, string]>([
  [[], undefined, 'box'],
  [[], '/srv', 'box'],
  [['box'], '/srv', 'box:/srv'],
  [['box', 'box:/srv'], '/srv', 'box:/srv (2)'],
  [['box'], undefined, 'box (2)'],
  [['box', 'box (2)'], undefined, 'box (3)'],
])('beside %j, with the folder %s, it is %s', (taken, directory, name) => {
  expect(chooseName('box', directory, new Set(taken))).toBe(name);
});
