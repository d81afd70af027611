import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { eventually } from '../harness/eventually.js';
import { type Machine, startMachine } from '../harness/near/machine.js';
import { type Given, onHosts } from '../harness/on-hosts.js';
import { stubs } from '../harness/processes.js';
import { busybox, debian12 } from '../harness/profile.js';

const kinds = [debian12, busybox];
const exclusive = ['exec', 'shared', '--lease', 'exclusive'];

async function twoMachines(given: Given): Promise<[alice: Machine, bob: Machine]> {
  return [await startMachine(given, 'alice', given.host), await startMachine(given, 'bob', given.host)];
}

/** Starts a command that holds the host until it is killed or its lease is taken. */
async function hold(machine: Machine): Promise<ReturnType<Machine['start']>> {
  const holding = machine.start([...exclusive, '--', 'echo holding; exec sleep 4242']);
  await eventually(
    () => holding.stdout() + holding.stderr(),
    (text) => text.includes('holding'),
  );
  return holding;
}

const sleepers = async ({ host }: Given): Promise<string> =>
  (await host.admin("ps 2>/dev/null -ef | grep '[s]leep 4242' || ps | grep '[s]leep 4242'")).stdout;

onHosts(
  kinds,
  'a host that another machine holds is refused, with who holds it and what to do',
  async (given) => {
    const [alice, bob] = await twoMachines(given);
    await hold(alice);
    for (const args of [
      [...exclusive, '--', 'true'],
      ['exec', 'shared', '--', 'true'],
    ]) {
      const refused = await bob.orssh(args);
      expect({ code: refused.code, stdout: refused.stdout }).toEqual({ code: 122, stdout: '' });
      expect(refused.stderr).toMatch(/alice/);
      expect(refused.stderr).toMatch(/--steal|leases steal/);
    }
    const json = await bob.orssh(['exec', 'shared', '--json', '--', 'true']);
    expect(JSON.parse(json.stdout)).toMatchObject({ error: { host: 'shared' } });
  },
);

onHosts(kinds, 'a stolen host tells the loser, whose command goes on', async (given) => {
  const [alice, bob] = await twoMachines(given);
  const holding = await hold(alice);
  const stolen = await bob.orssh([...exclusive, '--steal', '--', 'echo mine']);
  expect({ code: stolen.code, stdout: stolen.stdout }).toEqual({ code: 0, stdout: 'mine\n' });
  await eventually(holding.stderr, (text) => text.includes('bob'));
  expect(await sleepers(given)).toContain('sleep 4242');
  holding.kill('SIGINT');
  await holding.ended;
});

onHosts(kinds, 'a stolen host ends the commands of the loser where that was asked for', async (given) => {
  const [alice, bob] = await twoMachines(given);
  const holding = await hold(alice);
  expect((await bob.orssh([...exclusive, '--steal', '--stop-commands', '--', 'true'])).code).toBe(0);
  expect(await holding.ended).not.toBe(0);
  expect(holding.stderr()).toMatch(/bob/);
  await eventually(
    () => sleepers(given),
    (text) => text === '',
  );
});

onHosts(debian12, 'a holder that is gone is replaced from its own machine at once', async (given) => {
  const [alice, bob] = await twoMachines(given);
  const holding = alice.start([...exclusive, '--', 'echo holding; sleep 1']);
  await eventually(holding.stdout, (text) => text.includes('holding'));
  holding.kill('SIGKILL');
  await holding.ended;
  // The command itself is still there for a moment, and the host is its.
  const again = (): Promise<number | null> =>
    alice.orssh([...exclusive, '--', 'true']).then(({ code }) => code);
  await eventually(again, (code) => code === 0);
  const other = (): Promise<number | null> =>
    bob.orssh([...exclusive, '--', 'true']).then(({ code }) => code);
  await eventually(other, (code) => code === 0);
});

onHosts(debian12, 'a stub that is killed under a holder still knows whose the host is', async (given) => {
  const [alice, bob] = await twoMachines(given);
  const holding = await hold(alice);
  await given.host.admin(
    'kill -9 $(cat /home/dev/.opencode-remote-ssh/run/stub.pid | sed \'s/.*"pid":\\([0-9]*\\).*/\\1/\')',
  );
  await holding.ended;
  const refused = await bob.orssh([...exclusive, '--', 'true']);
  expect({ code: refused.code, who: refused.stderr.includes('alice') }).toEqual({ code: 122, who: true });
  expect(await stubs(given.host)).toHaveLength(1);
});

onHosts(
  debian12,
  'machines that are killed at any moment never use the host at the same time',
  async (given) => {
    const machines = await twoMachines(given);
    const until = Date.now() + 15_000;
    const seen = { done: 0, killed: 0, refused: 0, clashes: 0 };
    const work = async (machine: Machine, seed: number): Promise<void> => {
      // A command of the same machine may be left from one that was killed; that is no clash.
      const others = machine.name === 'alice' ? 'bob' : 'alice';
      const look = `ls | grep -q busy-${others} && echo CLASH`;
      const busy = `m=busy-${machine.name}-$$; touch $m; ${look}; sleep 0.1; ${look}; rm $m; echo done`;
      for (let round = seed; Date.now() < until; round += 1) {
        const one = machine.start([...exclusive, '--', busy]);
        // Every third is killed somewhere between its start and its end.
        const timer = round % 3 === 0 ? setTimeout(one.kill, (round * 137) % 700, 'SIGKILL') : undefined;
        const code = await one.ended;
        clearTimeout(timer);
        if (one.stdout().includes('CLASH')) seen.clashes += 1;
        if (code === 0) seen.done += 1;
        else if (code === 122) seen.refused += 1;
        else if (code === null || code === 137) seen.killed += 1;
        else throw new Error(`ended with ${code}: ${one.stderr()}`);
      }
    };
    await Promise.all(machines.map(work));
    expect(seen.clashes).toBe(0);
    expect(Math.min(seen.done, seen.killed)).toBeGreaterThan(2);
  },
);

onHosts(
  debian12,
  'a holder whose power goes keeps the host for as long as its lease lasts, and no longer',
  async (given) => {
    const [alice, bob] = await twoMachines(given);
    const config = join(alice.folder, 'config.json');
    const host = { name: 'gpu1', ssh: { host: 'shared' } };
    await writeFile(
      config,
      JSON.stringify({ leaseMode: 'exclusive', leaseTtlMs: 5000, providers: { lab: { hosts: [host] } } }),
    );
    const use = ['exec', 'gpu1', '--config', config, '--'];
    const holding = alice.start([...use, 'echo holding; sleep 3']);
    await eventually(holding.stdout, (text) => text.includes('holding'));
    await alice.unplug();
    await alice.crash();
    expect((await bob.orssh([...use, 'true'])).code).toBe(122);
    const later = (): Promise<number | null> => bob.orssh([...use, 'true']).then(({ code }) => code);
    await eventually(later, (code) => code === 0, 40_000);
  },
);
