import { ToolOrigins } from './tool-origins.js';

const builtIn = ['invalid', 'question', 'bash', 'read', 'task', 'webfetch', 'apply_patch', 'lsp'];
const ours = ['bash', 'read', 'list', 'apply_patch'];

test('a built-in tool that is replaced is ours, one that this OpenCode lacks is needless', () => {
  const origins = new ToolOrigins([...builtIn, ...ours], ours);
  expect(origins.of('bash')).toBe('ours');
  expect(origins.of('list')).toBe('needless');
  expect(origins.of('task')).toBe('built-in');
});

test('what comes after the last replaced built-in may be anybody’s', () => {
  const origins = new ToolOrigins([...builtIn, 'folder_tool', ...ours, 'other'], ours);
  expect(['lsp', 'folder_tool', 'other'].map((name) => origins.of(name))).toEqual(Array(3).fill('brought'));
});

test('a name that somebody brings after us is not ours any more; before us it is', () => {
  expect(new ToolOrigins([...builtIn, ...ours, 'bash'], ours).of('bash')).toBe('brought');
  expect(new ToolOrigins([...builtIn, 'bash', ...ours], ours).of('bash')).toBe('ours');
});

test("one of OpenCode's own that somebody replaces is not OpenCode's any more", () => {
  expect(new ToolOrigins([...builtIn, ...ours, 'task'], ours).of('task')).toBe('brought');
  expect(new ToolOrigins([...builtIn, 'task', ...ours], ours).of('task')).toBe('brought');
});

test('a tool that is not in the list is of an MCP server', () => {
  expect(new ToolOrigins([...builtIn, ...ours], ours).of('github_search')).toBe('elsewhere');
});

test('nothing is ours in a list without all of us', () => {
  const origins = new ToolOrigins(builtIn, ours);
  expect(ours.map((name) => origins.of(name))).toEqual(['brought', 'brought', 'elsewhere', 'brought']);
});

test('with two copies of us the last one runs, and what is needless stays so', () => {
  const origins = new ToolOrigins([...builtIn, ...ours, 'weather', 'read', ...ours], ours);
  expect(['bash', 'read', 'list', 'weather'].map((name) => origins.of(name))).toEqual([
    ...['ours', 'ours', 'needless', 'brought'],
  ]);
});
