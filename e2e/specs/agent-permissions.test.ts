import { errorOf, openAgent, outputOf } from '../harness/opencode/agent.js';
import { onceOnOpencode } from '../harness/opencode/on-opencode.js';
import { debian12 } from '../harness/profile.js';

onceOnOpencode(debian12, 'a folder that was approved is closed by a rule that forbids it', async (given) => {
  await given.host.admin(
    'mkdir -p /srv/shared/open /srv/shared/closed && echo open > /srv/shared/open/a && echo closed > /srv/shared/closed/b',
  );
  const { call } = await openAgent(given, {
    extra: { permission: { allow: ['/srv/shared/*'] } },
    config: { permission: { external_directory: { '/srv/shared/closed/*': 'deny' } } },
  });
  outputOf(await call('read', { filePath: '/srv/shared/open/a' }));
  outputOf(await call('bash', { command: 'cat /srv/shared/open/a', description: 'Look' }));
  const denied = /rule which prevents you from using this specific tool call/;
  expect(errorOf(await call('read', { filePath: '/srv/shared/closed/b' }))).toMatch(denied);
  expect(errorOf(await call('write', { filePath: '/srv/shared/closed/c', content: 'x' }))).toMatch(denied);
  const command = { command: 'cat /srv/shared/closed/b', description: 'Look' };
  expect(errorOf(await call('bash', command))).toMatch(denied);
});
