import { mkdtemp, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { available } from '../harness/available.js';
import { type Given, onHosts } from '../harness/on-hosts.js';
import { orssh } from '../harness/product/orssh.js';
import { openTerminal, terminalMissing } from '../harness/product/terminal.js';
import { debian12 } from '../harness/profile.js';
import type { RunResult } from '../harness/run.js';

type Settings = Record<string, unknown>;

/** The command line with a configuration that has the test's host under names with settings of their own. */
async function configured(
  { target }: Given,
  hosts: Record<string, Settings>,
): Promise<{ withFile: (args: string[]) => string[]; on: (args: string[]) => Promise<RunResult> }> {
  const folder = await mkdtemp(join(available().folder, 'config-'));
  const file = join(folder, 'orssh.json');
  const entries = Object.entries(hosts).map(([name, settings]) => ({
    name,
    ssh: { host: target },
    ...settings,
  }));
  await writeFile(file, JSON.stringify({ providers: { lab: { hosts: entries } } }));
  const withFile = (args: string[]): string[] => {
    const at = args.includes('--') ? args.indexOf('--') : args.length;
    return args.toSpliced(at, 0, '--config', file);
  };
  return { withFile, on: (args) => orssh(withFile(args)) };
}

onHosts(debian12, 'what the configuration limits and denies holds for commands', async (given) => {
  const { on } = await configured(given, {
    plain: {},
    strict: {
      ...{ deny: ['shutdown *'], network: 'none', maxProcesses: 4_000 },
      ...{ maxMemoryBytes: 1_073_741_824, maxOutputBytes: 5_000 },
    },
  });
  const { host, port } = given.host.inner;
  const connect = `bash -c 'exec 3<>/dev/tcp/${host}/${port}' 2>/dev/null && echo reached || echo cut off`;
  const limits = 'ulimit -u; ulimit -v';
  const free = await on(['exec', 'plain', '--', `bash -c '${limits}'; ${connect}`]);
  expect(free.stdout).not.toContain('4000\n1048576\n');
  expect(free.stdout).toContain('reached\n');
  const held = await on(['exec', 'strict', '--', `bash -c '${limits}'; ${connect}`]);
  expect(held).toMatchObject({ code: 0, stdout: '4000\n1048576\ncut off\n' });
  const datagram = await on(['exec', 'strict', '--', `bash -c 'echo x > /dev/udp/127.0.0.1/9'`]);
  expect(datagram).toMatchObject({ code: 1, stdout: '' });
  expect(datagram.stderr).toMatch(/if it wanted the network: `"network"` is `"none"` in the configuration/);

  const denied = await on(['exec', 'strict', '--', 'true && sudo shutdown -h now']);
  expect(denied.code).toBe(125);
  expect(denied.stderr).toMatch(/shutdown -h now is not run: the pattern "shutdown \*"/);

  const loud = await on(['exec', 'strict', '--', 'yes']);
  expect(loud.stdout).toBe('y\n'.repeat(2_500));
  expect(loud.code).not.toBe(0);
  expect(loud.stderr).toContain('[ended by orssh: it printed more than the 5000 bytes');
});

onHosts(debian12, 'what the configuration wants of enforcement counts, and shows', async (given) => {
  await given.host.admin(
    'mkdir /srv/private && echo letter > /srv/private/a && echo /srv/private/a > /home/dev/where',
  );
  const { on } = await configured(given, {
    plain: {},
    must: { enforcement: 'required' },
    open: { enforcement: 'off' },
  });
  const command = 'cat "$(cat where)"';
  const { code, stdout, stderr } = await on(['exec', 'plain', '--', command]);
  expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
  expect(stderr).toMatch(/\/srv\/private\/a: Permission denied/);
  expect(stderr).toMatch(/out of reach here: \/srv\/private\/a\..*orssh approvals add plain PATH/);
  // In the home it takes private mounts, which a host may not give to this user.
  const strict = await on(['exec', 'must', '--', command]);
  expect(strict).toMatchObject({ code: 1, stdout: '' });
  expect(strict.stderr).toMatch(/a: Permission denied|Nothing runs there while enforcement is "required"/);
  expect((await on(['exec', 'open', '--', command])).stdout).toBe('letter\n');
  expect((await on(['status', 'open'])).stdout).toMatch(/configured +off: nothing holds commands there/);
  expect((await on(['status', 'must'])).stdout).toMatch(/enforcement +kernel ABI \d/);
  const doctor = async (name: string): Promise<string | undefined> =>
    (await on(['doctor', '--json', name])).stdout.split('\n').find((line) => line.includes('"enforcement"'));
  expect(await doctor('open')).toMatch(/"status":"warning".*off/);
  expect(await doctor('must')).toMatch(/"status":"ok"/);
});

onHosts(debian12, 'where nobody can be asked a command fails, and says what allows it', async (given) => {
  await given.host.admin(
    'mkdir -p /srv/private/sub && echo letter > /srv/private/sub/a && chmod -R a+rX /srv/private',
  );
  const { on } = await configured(given, { web1: {} });
  const command = 'cat /srv/private/sub/a ~/.ssh/authorized_keys';
  const { code, stdout, stderr } = await on(['exec', 'web1', '--', command]);
  expect({ code, stdout }).toEqual({ code: 125, stdout: '' });
  expect(stderr).toContain('/srv/private/sub/a and /home/dev/.ssh/authorized_keys on web1 are outside');
  expect(stderr).toContain('may hold keys');
  expect(stderr).toContain('--allow /srv/private/sub/a --allow /home/dev/.ssh/authorized_keys');
  // A folder is allowed with all below it, as it is approved.
  const allowed = await on(['exec', 'web1', '--allow', '/srv/private', '--', 'cat /srv/private/sub/a']);
  expect(allowed).toMatchObject({ code: 0, stdout: 'letter\n' });
  expect((await on(['approvals', 'add', 'web1', '/srv/private', '--read'])).stdout).toContain(
    '/srv/private and all below it needs no question to be read',
  );
  expect((await on(['exec', 'web1', '--', 'cat /srv/private/sub/a'])).stdout).toBe('letter\n');
  // The host's /tmp is as any other folder; a command has one of its own.
  await given.host.admin(
    "mkdir -m 777 /tmp/of-host && echo 'echo kept > /tmp/of-host/by && cat /tmp/of-host/by' > /home/dev/script",
  );
  expect(await on(['exec', 'web1', '--', 'ls /tmp'])).toMatchObject({ code: 125, stdout: '' });
  const script = await on(['exec', 'web1', '--', 'sh script']);
  expect(script.code).toBeGreaterThan(0);
  expect(script.stderr).toMatch(/out of reach here: \/tmp\/of-host\/by\. \$TMPDIR/);
  expect((await on(['exec', 'web1', '--', 'echo own > "$(mktemp)"'])).code).toBe(0);
  expect((await on(['exec', 'web1', '--allow', '/tmp/of-host/*', '--', 'sh script'])).stdout).toBe('kept\n');
});

const inTerminal = (title: string, body: (given: Given) => Promise<void>): void => {
  if (terminalMissing) test.skip(`${title} (skipped: ${terminalMissing})`, () => undefined);
  else onHosts(debian12, title, body);
};

inTerminal('that nothing holds commands is said once at a terminal', async (given) => {
  const { withFile } = await configured(given, { open: { enforcement: 'off' } });
  const state = await mkdtemp(join(available().folder, 'state-'));
  const env = { ...process.env, XDG_STATE_HOME: state };
  const exec = withFile(['exec', 'open', '--', 'echo ran']);
  const first = await openTerminal(given, exec, { env });
  expect(await first.ended()).toBe(0);
  expect((await first.screen()).replace(/\s+/g, ' ')).toContain(
    'commands on open are not held to what was approved: the configuration says "enforcement": "off"',
  );
  const second = await openTerminal(given, exec, { env });
  expect(await second.ended()).toBe(0);
  expect(await second.screen()).not.toContain('not held');
});
