import { once } from 'node:events';
import { createServer } from 'node:http';

import { includes, matches } from '../harness/matchers.js';
import { addAlias } from '../harness/near/alias.js';
import { layCable } from '../harness/near/cable.js';
import { onHosts } from '../harness/on-hosts.js';
import { output } from '../harness/product/finish.js';
import { open } from '../harness/product/open.js';
import { busybox, debian12 } from '../harness/profile.js';

onHosts(debian12, 'a host that is down is an error of its own', async (given) => {
  await given.host.stop();
  await expect(open(given)).rejects.toMatchObject({ code: 'refused', host: given.target });
});

onHosts(debian12, 'a name that does not resolve is an error of its own', async (given) => {
  const address = { host: 'no-such-host.invalid', port: 22 };
  const { name } = await given.alias({ address });
  await expect(open(given, { target: name })).rejects.toMatchObject({
    code: 'dns',
    message: includes(address.host),
  });
});

onHosts(debian12, 'a host that does not answer is a timeout', async (given) => {
  const cable = await layCable(given.host.address);
  given.defer(() => cable.close());
  cable.cut();
  const { name } = await given.alias({ address: cable.address });
  await expect(open(given, { target: name, timeoutMs: 1500 })).rejects.toMatchObject({ code: 'timeout' });
});

onHosts(debian12, 'a server that is not SSH is an error and not a wait', async (given) => {
  const server = createServer().listen(0, '127.0.0.1');
  given.defer(() => server.close());
  await once(server, 'listening');
  const { port } = server.address() as { port: number };
  const { name } = await addAlias(given.host, { address: { host: '127.0.0.1', port } });
  await expect(open(given, { target: name, timeoutMs: 10_000 })).rejects.toMatchObject({
    name: 'TunnelError',
    remedy: matches(/\w/),
  });
});

onHosts(
  [debian12, busybox],
  'a connection that is reset says so, and the next one finds the same stub',
  async (given) => {
    const cable = await layCable(given.host.address);
    given.defer(() => cable.close());
    const { name } = await given.alias({ address: cable.address });
    const remote = await open(given, { target: name });
    const command = await remote.stub.exec({ argv: ['/bin/sleep', '4242'] });
    const broken = expect(command.exit).rejects.toThrow();
    const state = new Promise((resolve) => remote.connection.onState(resolve));
    cable.reset();
    expect(await state).toMatchObject({ name: 'closed', reason: 'lost' });
    await broken;

    const again = await open(given, { target: name });
    expect(again.running.ready.instance).toBe(remote.running.ready.instance);
    expect(await again.stub.command(command.id)).toMatchObject({ state: 'running' });
    expect(await output(again, 'echo back')).toBe('back\n');
  },
);
