import type { Lease } from '@orssh/protocol';

import { run } from '../run.js';
import { fakeCli } from '../testing/fake-cli.js';
import { librariesFor } from '../testing/fake-session.js';
import { tempHome } from '../testing/temp-home.js';

const home = tempHome();
const key = 'me@web1:22';
const lease = (id: string, machineID: string, machine = 'laptop'): Lease => ({
  id,
  mode: 'exclusive',
  holder: { workspace: 'app', user: 'ann', machine, machineID, pid: 7 },
  ttlMs: 60_000,
  fence: 1,
  acquiredAt: 0,
  expiresAt: Date.now() + 60_000,
});

function stubWith(...held: Lease[]) {
  const calls: string[] = [];
  return {
    calls,
    leases: () => Promise.resolve(held),
    acquireLease: ({
      steal,
      stopCommands,
      mode,
    }: {
      steal?: boolean;
      stopCommands?: boolean;
      mode: string;
    }) => {
      calls.push(`acquire ${mode} steal=${steal} stop=${stopCommands}`);
      return Promise.resolve({});
    },
    releaseLease: (id: string) => {
      calls.push(`release ${id.startsWith('lse_') ? id : '?'}`);
      return Promise.resolve();
    },
  };
}

async function leases(words: string[], stub?: object) {
  const { libraries } = librariesFor(stub);
  const cli = fakeCli({
    env: home.env,
    cwd: home.path,
    libraries: {
      ...libraries,
      tunnel: () => Promise.resolve({ resolveDestination: () => Promise.resolve({}) } as never),
      leases: async () => ({ ...(await import('@orssh/adaptor')), leaseKey: () => key }),
    },
  });
  const code = await run(['leases', ...words], cli);
  const lines = () =>
    cli.stdout.text
      .split('\n')
      .filter(Boolean)
      .map((line) => JSON.parse(line) as Record<string, unknown>);
  return { code, out: cli.stdout.text, err: cli.stderr.text, lines };
}

async function holdHere(mode: 'shared' | 'exclusive' = 'shared') {
  const { localLeases, machineID } = await import('@orssh/lease');
  const held = await localLeases({ env: home.env }).acquire({
    host: key,
    target: 'web1',
    mode,
    workspace: 'here',
  });
  return { held, machineID: machineID({ env: home.env }) };
}

test('without a target only this machine is looked at', async () => {
  await holdHere();
  const { code, lines } = await leases(['list', '--json']);
  expect(code).toBe(0);
  expect(lines()).toMatchObject([
    { where: 'here', host: 'web1', mode: 'shared', workspace: 'here', ours: true },
  ]);
});

test('a target adds what its stub says, and whether it is ours', async () => {
  const { machineID } = await holdHere();
  const stub = stubWith(lease('lse_1', 'mch_other'), lease('lse_2', machineID));
  const { out } = await leases(['list', 'web1'], stub);
  expect(out).toMatch(
    /web1 +shared +here +this machine .* here\nweb1 +exclusive +app +ann@laptop +7 .* stub, for /,
  );
  const { lines } = await leases(['list', 'web1', '--json'], stub);
  expect(lines().map(({ ours }) => ours)).toEqual([true, false, true]);
});

test('releasing gives back what is of this machine, here and on the stub', async () => {
  const { held, machineID } = await holdHere();
  const stub = stubWith(lease('lse_1', 'mch_other'), lease('lse_2', machineID));
  expect((await leases(['release', 'web1'], stub)).err).toContain('orssh leases release web1 --yes');
  expect(held.isHeld()).toBe(true);
  const { code, lines } = await leases(['release', 'web1', '--yes', '--json'], stub);
  expect([code, lines().map(({ where }) => where)]).toEqual([0, ['here', 'host']]);
  expect([held.isHeld(), stub.calls]).toEqual([false, ['release lse_2']]);
});

test('what is held here is given back while the host is away, and that it is away is said', async () => {
  const { held } = await holdHere();
  const stub = { leases: () => Promise.reject(new Error('the connection broke')) };
  const { code, out, err } = await leases(['release', 'web1', '--yes'], stub);
  expect([code > 0, err]).toEqual([true, expect.stringContaining('the connection broke')]);
  expect([held.isHeld(), out]).toEqual([false, expect.stringContaining('gave back the shared lease here')]);
});

test('stealing says from whom, and leaves the host free', async () => {
  const stub = stubWith(lease('lse_1', 'mch_other'));
  expect((await leases(['steal', 'web1'], stub)).err).toContain('orssh leases steal web1 --yes');
  expect(stub.calls).toEqual([]);
  const { out } = await leases(['steal', 'web1', '--yes', '--stop-commands'], stub);
  expect(out).toContain('web1 is free; it was taken from\n  exclusive, workspace app of ann@laptop, pid 7\n');
  expect(stub.calls).toEqual([
    'acquire exclusive steal=true stop=true',
    expect.stringMatching(/^release lse_/),
  ]);
});

test('where nobody has the host nothing is taken and nothing is ended', async () => {
  const stub = stubWith();
  const { code, out } = await leases(['steal', 'web1', '--stop-commands'], stub);
  expect([code, out, stub.calls]).toEqual([0, 'nobody has web1\n', []]);
});

test('who holds it cannot steer the terminal', async () => {
  const stub = stubWith(lease('lse_1', 'mch_other', '\u001b[2J'));
  const { out } = await leases(['steal', 'web1', '--yes'], stub);
  expect(out).toContain('ann@\\x1b[2J');
});
