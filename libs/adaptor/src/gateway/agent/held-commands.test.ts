import { jest } from '@jest/globals';
import { sshdPath } from '@orssh/tunnel/testing';

import type { RemoteHost } from '../../open-host.js';
import { FakeAgent } from '../../testing/fake-agent.js';
import { poll } from '../../testing/poll.js';
import { type RealHost, startRealHost } from '../../testing/real-host.js';
import type { Gateway } from '../gateway-options.js';
import { startGateway } from '../start-gateway.js';

const describeWithSshd = sshdPath === undefined ? describe.skip : describe;

describeWithSshd('a command that is held', () => {
  let real: RealHost;
  let host: RemoteHost;
  let gateway: Gateway;
  const token = 'agent-token-of-more-than-32-characters';
  const ended = new Set<string>();

  beforeAll(async () => {
    real = await startRealHost();
    host = await real.open();
    gateway = await start();
  });
  afterAll(async () => {
    await gateway.close();
    await host.close();
    await real.close();
  });

  async function start(): Promise<Gateway> {
    const workspace = { id: 'wrk_held1', projectID: 'p1', directory: real.folder };
    const agent = { host: new FakeAgent(), token };
    const started = await startGateway({ host: 'box', workspace, secret: 'abcdefghijklmnop', agent });
    started.attach(host.stub);
    return started;
  }

  /** Resolves with the id of a command that runs. */
  async function sleeper(key: string): Promise<string> {
    const command = await host.stub.exec({ command: 'sleep 7654', key });
    command.exit.then(
      () => ended.add(key),
      () => undefined,
    );
    return command.id;
  }

  /** Resolves when it is held; the returned function lets go. */
  async function hold(key: string, { port } = gateway): Promise<() => void> {
    const holder = new AbortController();
    const answer = await fetch(`http://127.0.0.1:${port}/agent/v1/hold/${key}`, {
      ...{ method: 'POST', headers: { authorization: `Bearer ${token}` }, signal: holder.signal },
    });
    expect(answer.status).toBe(200);
    // One that nobody reads is let go.
    answer.text().catch(() => undefined);
    return () => {
      holder.abort();
    };
  }

  test('ends when who holds it goes', async () => {
    const letGo = await hold('goes');
    const id = await sleeper('goes');
    expect((await host.stub.command(id)).state).toBe('running');
    letGo();
    await poll(() => ended.has('goes'));
  });

  test('ends once the host is back, where that was away', async () => {
    const letGo = await hold('away');
    await sleeper('away');
    gateway.away('for a test');
    letGo();
    gateway.attach(host.stub);
    await poll(() => ended.has('away'));
  });

  test('that comes when who holds it has gone never runs', async () => {
    const killed = jest.spyOn(host.stub, 'killKey');
    (await hold('late'))();
    await poll(() => killed.mock.calls.length === 1);
    await killed.mock.results[0]?.value;
    await expect(sleeper('late')).rejects.toMatchObject({ code: 'withdrawn' });
  });

  test('ends with the gateway', async () => {
    const other = await start();
    await hold('closes', other);
    await sleeper('closes');
    await other.close();
    await poll(() => ended.has('closes'));
  });

  test('nobody else than an agent host holds any', async () => {
    const answer = await fetch(`http://127.0.0.1:${gateway.port}/agent/v1/hold/key`, { method: 'POST' });
    expect(answer.status).toBe(401);
  });
});
