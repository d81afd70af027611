import { startMachine } from '../harness/near/machine.js';
import { onHosts } from '../harness/on-hosts.js';
import { debian12 } from '../harness/profile.js';

onHosts(debian12, 'two machines reach one host by networks of their own', async (given) => {
  const alice = await startMachine(given, 'alice', given.host);
  const bob = await startMachine(given, 'bob', given.host);
  const both = await Promise.all(
    [alice, bob].map((m) => m.orssh(['exec', 'shared', '--', 'echo $SSH_CLIENT hi'])),
  );
  expect(both.map(({ code, stderr }) => ({ code, stderr }))).toEqual([
    { code: 0, stderr: '' },
    { code: 0, stderr: '' },
  ]);
  const sleeping = alice.start(['exec', 'shared', '--', 'sleep 60']);
  await alice.unplug();
  await alice.crash();
  expect(await sleeping.ended).not.toBe(0);
  await alice.boot();
  expect((await alice.orssh(['exec', 'shared', '--', 'true'])).code).toBe(0);
});
