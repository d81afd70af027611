import { requireSettings, requiredSettings, withSettings } from './agent-settings.js';

const own = { ...requiredSettings('/remote-shell'), plugin: ['file:///ours'] };

test('what an agent host needs stands on top of what the user has in the variable, placeholders and all', () => {
  const users =
    '{ // mine\n "model": "{env:MODEL}", "plugin": ["theirs"], "formatter": {"x": {}}, "shell": "/bin/zsh", }';
  const text = withSettings(users, own);
  expect(text).toContain('"{env:MODEL}"');
  expect(JSON.parse(text.replace('// mine', '').replace(/,\s*\}$/, '}'))).toEqual({
    ...own,
    ...{ model: '{env:MODEL}', plugin: ['theirs', 'file:///ours'] },
  });
  expect(JSON.parse(withSettings(undefined, own))).toEqual(own);
  expect(() => withSettings('{', own)).toThrow('is not JSON');
});

test('what was put together anywhere else gives way, and local MCP servers keep their environment', () => {
  const config = {
    ...{ shell: '/bin/zsh', formatter: { x: {} }, lsp: { y: {} }, references: { docs: '/docs' } },
    mcp: { one: { type: 'local', command: ['x'], environment: { A: '1' } }, two: { type: 'remote' } },
  };
  requireSettings(config, { ORSSH_AGENT_SHELL: '/remote-shell', ORSSH_AGENT_DATA_HOME: '/home/me/data' });
  expect(config).toEqual({
    ...requiredSettings('/remote-shell'),
    mcp: {
      one: { type: 'local', command: ['x'], environment: { XDG_DATA_HOME: '/home/me/data', A: '1' } },
      two: { type: 'remote' },
    },
  });
});
