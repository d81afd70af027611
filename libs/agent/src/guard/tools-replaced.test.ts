import { handTools } from './brain-tools.js';
import { toolsReplaced } from './tools-replaced.js';

const builtIn = ['invalid', 'bash', 'read', 'glob', 'grep', 'edit', 'write', 'task', 'apply_patch'];

test('with the plugin every built-in tool for files and processes stands twice', () => {
  expect(toolsReplaced([...builtIn, 'weather', ...handTools])).toBe(true);
  expect(toolsReplaced([...builtIn, ...handTools, 'weather', ...handTools])).toBe(true);
});

test('without the plugin, or with half of it, they do not', () => {
  expect(toolsReplaced(builtIn)).toBe(false);
  expect(toolsReplaced([...builtIn, 'weather'])).toBe(false);
  expect(toolsReplaced([...builtIn, 'bash'])).toBe(false);
});
