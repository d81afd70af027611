import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { available } from '../harness/available.js';
import { makeKey } from '../harness/hosts/keys.js';
import { addAlias } from '../harness/near/alias.js';
import { type Given, onHosts } from '../harness/on-hosts.js';
import { orssh } from '../harness/product/orssh.js';
import { busybox, debian12 } from '../harness/profile.js';

interface Fleet {
  names: string[];
  /** A configuration that lists the hosts as provider `fleet`, with the label of each. */
  config: string;
}

/** The hosts with a label each, as a registry lists them. */
async function listed(given: Given, hosts: Record<string, string>): Promise<Fleet> {
  const names = Object.keys(hosts);
  const entries = names.map((name) => ({ name, labels: [hosts[name]], ssh: { host: name } }));
  const config = join(available().folder, `fleet-${given.target}.json`);
  await writeFile(config, JSON.stringify({ providers: { fleet: { hosts: entries } } }));
  return { names, config };
}

/** Three hosts: one that works, one whose server is gone, one that does not know the key. */
async function threeHosts(given: Given): Promise<Fleet & { well: string; dead: string; locked: string }> {
  const well = given.target;
  const other = await given.start(given.host.profile);
  const { name: dead } = await addAlias(other);
  await other.stop();
  const key = await makeKey(available().folder, `fleet-${well}`);
  const { name: locked } = await given.alias({ identityFile: key.file });
  const fleet = await listed(given, { [well]: 'env=prod', [dead]: 'env=prod', [locked]: 'env=test' });
  return { ...fleet, well, dead, locked };
}

onHosts(
  [debian12, busybox],
  'setup and exec on three hosts: one is dead, one refuses the key',
  async (given) => {
    const { config, well, dead, locked } = await threeHosts(given);
    const setup = await orssh(['setup', '--all', '--config', config]);
    expect(setup.code).toBe(123);
    expect(setup.stdout).toMatch(new RegExp(`^HOST +HOW +STUB +TIME\n(.*\n)*${well} +uploaded +\\d`));
    expect(setup.stderr).toMatch(/^1 ready, 1 unreachable, 1 no login in /m);
    expect(setup.stderr).toMatch(new RegExp(`^${dead} +unreachable +\\S`, 'm'));

    const exec = await orssh(['exec', '--all', '--config', config, '--', 'printf one; echo two >&2']);
    expect(exec.code).toBe(123);
    const name = well.padEnd(Math.max(well.length, dead.length, locked.length));
    expect(exec.stdout).toBe(`${name} │ one\n`);
    expect(exec.stderr).toContain(`${name} │ two\n`);
    expect(exec.stderr).toMatch(/^1 ok, 1 unreachable, 1 no login in /m);
    expect(exec.stderr).toMatch(/→ .*authorized_keys/);
  },
);

onHosts(debian12, 'labels choose, and one that no host has is a mistake', async (given) => {
  const second = await given.start(given.host.profile);
  const { name } = await addAlias(second);
  const { config, names } = await listed(given, { [given.target]: 'env=prod', [name]: 'env=prod' });
  const all = await orssh(['exec', '--label', 'env=prod', '--config', config, '--json', 'exit 3']);
  expect(all.code).toBe(3);
  const lines = all.stdout
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Record<string, unknown>);
  expect(
    lines
      .filter(({ type }) => type === 'exit')
      .map(({ host }) => host)
      .sort(),
  ).toEqual([...names].sort());
  expect(lines.at(-1)).toMatchObject({ type: 'summary', hosts: 2, results: { 'exit 3': 2 }, exitCode: 3 });

  const none = await orssh(['exec', '--label', 'env=pord', '--config', config, 'true']);
  expect({ code: none.code, stdout: none.stdout }).toEqual({ code: 2, stdout: '' });
  expect(none.stderr).toContain('env=prod');
});

onHosts(
  debian12,
  'standard input goes to every host, also to those that wait for their turn',
  async (given) => {
    const { name } = await addAlias(await given.start(given.host.profile));
    const input = 'line\n'.repeat(100_000);
    const { code, stdout } = await orssh(
      ['exec', `${given.target},${name}`, '--parallel', '1', '--', 'wc', '-c'],
      {
        input,
      },
    );
    expect(code).toBe(0);
    expect(stdout.match(/│ 500000$/gm)).toHaveLength(2);
  },
);

onHosts(debian12, 'one host of several runs as if it ran here', async (given) => {
  const { config } = await listed(given, { [given.target]: 'env=prod' });
  const exec = ['exec', '--all', '--one', '--config', config, '--', 'printf x; exit 7'];
  expect(await orssh(exec)).toEqual({ code: 7, stdout: 'x', stderr: '' });
});

/** Twenty hosts of both kinds; the seventh is dead and the twelfth does not know the key. */
async function twentyHosts(given: Given): Promise<Fleet & { dead: string; locked: string }> {
  const kinds = Array.from({ length: 19 }, (_, index) => (index % 2 === 0 ? busybox : debian12));
  const hosts = [given.host, ...(await Promise.all(kinds.map((kind) => given.start(kind))))];
  const key = await makeKey(available().folder, `twenty-${given.target}`);
  const aliases = await Promise.all(
    hosts.map((host, index) => addAlias(host, index === 11 ? { identityFile: key.file } : {})),
  );
  await hosts[6]?.stop();
  const names = aliases.map(({ name }) => name);
  const fleet = await listed(given, Object.fromEntries(names.map((name) => [name, 'all'])));
  return { ...fleet, dead: names[6] ?? '', locked: names[11] ?? '' };
}

const sorted = (names: Iterable<unknown>): unknown[] => [...names].sort();

function events(stdout: string): Record<string, unknown>[] {
  return stdout
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Record<string, unknown>);
}

onHosts(
  debian12,
  'twenty hosts are set up at once and used at once; the dead one and the locked one harm no other',
  async (given) => {
    const { config, names, dead, locked } = await twentyHosts(given);
    const well = sorted(names.filter((name) => name !== dead && name !== locked));
    const all = ['--all', '--config', config, '--parallel', '20', '--json'];
    const setup = await orssh(['setup', ...all]);
    expect({ code: setup.code, stderr: setup.stderr }).toEqual({ code: 123, stderr: '' });
    const reports = events(setup.stdout);
    const failures = reports.filter(({ error }) => error !== undefined);
    const codes = new Map(failures.map(({ host, error }) => [host, (error as { code: string }).code]));
    expect(failures.filter(({ host }) => host !== dead && host !== locked)).toEqual([]);
    expect([codes.get(dead), codes.get(locked)]).toEqual(['refused', 'auth_failed']);
    expect(sorted(reports.filter(({ how }) => how === 'installed').map(({ host }) => host))).toEqual(well);

    const exec = await orssh(['exec', ...all, '--', 'id -un; exit 4']);
    expect(exec.code).toBe(123);
    const said = events(exec.stdout);
    expect(sorted(said.filter(({ text }) => text === 'dev\n').map(({ host }) => host))).toEqual(well);
    expect(said.at(-1)).toMatchObject({ type: 'summary', hosts: 20, results: { 'exit 4': 18 } });
  },
);
