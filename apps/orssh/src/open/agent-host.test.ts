import { withWishes } from './agent-host.js';

test('model and agent are settings of the server, over those that are there', () => {
  const env = { HOME: '/home/me', OPENCODE_CONFIG_CONTENT: '{"model":"a/b","share":"disabled",}' };
  const { OPENCODE_CONFIG_CONTENT: content = '', ...others } = withWishes(env, {
    model: 'lab/big',
    agent: 'plan',
  });
  expect(others).toEqual({ HOME: '/home/me' });
  expect(content).toMatch(/"model": ?"lab\/big"/);
  expect(content).toMatch(/"default_agent": ?"plan"/);
  expect(content).toContain('"share":"disabled"');
});

test('without any the environment stays what it is', () => {
  const env = { OPENCODE_CONFIG_CONTENT: '{}' };
  expect(withWishes(env, {})).toBe(env);
  expect(withWishes({}, { model: 'a/b' })['OPENCODE_CONFIG_CONTENT']).toMatch(/^{\s*"model": ?"a\/b"\s*}$/);
});
