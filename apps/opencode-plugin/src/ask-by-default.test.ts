import { askByDefault, type OpencodeConfig } from './ask-by-default.js';

function ruled(config: OpencodeConfig): OpencodeConfig {
  askByDefault(config);
  return config;
}

test('without rules the tools that reach hosts ask', () => {
  const { permission, agent } = ruled({});
  expect(permission).toEqual({ remote_exec: 'ask', remote_workspace: 'ask' });
  expect(agent?.['explore']?.permission).toEqual({ remote_exec: 'deny', remote_workspace: 'deny' });
});

test("the user's rules come after ours, so that they count", () => {
  const { permission } = ruled({ permission: { '*': 'deny', bash: 'ask' } });
  expect(Object.keys(permission ?? {})).toEqual(['remote_exec', 'remote_workspace', '*', 'bash']);
});

test('a rule of the user for a tool is the only one', () => {
  const rules = { 'web1 git *': 'allow' };
  const { permission, agent } = ruled({ permission: { remote_exec: rules } });
  expect(permission).toEqual({ remote_workspace: 'ask', remote_exec: rules });
  expect(agent?.['explore']?.permission).toEqual({ remote_workspace: 'deny' });
});

test('a rule for everything stays alone', () => {
  expect(ruled({ permission: 'allow' })).toEqual({ permission: 'allow' });
});

test('what the user says of an agent stays', () => {
  const explore = { permission: { remote_exec: 'ask' } };
  const { agent } = ruled({ agent: { explore } });
  expect(agent?.['explore']?.permission).toEqual({ remote_workspace: 'deny', remote_exec: 'ask' });
});
