import { includes, matches } from '../harness/matchers.js';
import { onHosts } from '../harness/on-hosts.js';
import { addAlias } from '../harness/near/alias.js';
import { execute, output } from '../harness/product/finish.js';
import { open } from '../harness/product/open.js';
import { busybox, debian12, type Profile } from '../harness/profile.js';

const oneSession: Profile = { ...debian12, name: 'MaxSessions 1', sshd: ['MaxSessions 1'] };
const oneStartup: Profile = { ...debian12, name: 'MaxStartups 1', sshd: ['MaxStartups 1'] };
const noSockets: Profile = {
  ...debian12,
  name: 'no socket forwarding',
  sshd: ['AllowStreamLocalForwarding no'],
};
const noTcp: Profile = { ...debian12, name: 'AllowTcpForwarding no', sshd: ['AllowTcpForwarding no'] };
const noForwarding: Profile = { ...debian12, name: 'DisableForwarding', sshd: ['DisableForwarding yes'] };
const noisy: Profile = {
  ...noForwarding,
  name: 'DisableForwarding and noisy start-up files',
  files: { '.bashrc': 'printf "Welcome to $HOSTNAME\\nno line end"\n' },
};

const ways: [Profile, string][] = [
  [debian12, 'socket'],
  [noTcp, 'exec'],
  [noSockets, 'tcp'],
  [busybox, 'tcp'],
  [noForwarding, 'exec'],
  [noisy, 'exec'],
];

for (const [profile, transport] of ways) {
  onHosts(profile, `the stub is reached by ${transport}, and several commands run at once`, async (given) => {
    const remote = await open(given);
    expect(remote.running.transport).toBe(transport);
    const lines = await Promise.all(['a', 'b', 'c'].map((word) => output(remote, `echo ${word}`)));
    expect(lines).toEqual(['a\n', 'b\n', 'c\n']);
  });
}

onHosts([oneSession, oneStartup], 'one connection is enough for the whole job', async (given) => {
  const remote = await open(given);
  const lines = await Promise.all(['a', 'b', 'c'].map((word) => output(remote, `echo ${word}`)));
  expect(lines).toEqual(['a\n', 'b\n', 'c\n']);
  expect((await given.host.log()).match(/Connection from/g)).toHaveLength(1);
});

onHosts(
  { ...debian12, name: 'a banner', sshd: ['Banner /etc/passwd'] },
  'what the server shows before the login does no harm',
  async (given) => {
    expect((await execute(await open(given), { argv: ['/bin/true'] })).exit.exitCode).toBe(0);
  },
);

onHosts([debian12, busybox], 'a host behind a jump host is reached through it', async (given) => {
  const jump = await addAlias(await given.start(debian12));
  const behind = await given.alias({ address: given.host.inner, lines: [`ProxyJump ${jump.name}`] });
  const remote = await open(given, { target: behind.name });
  expect(remote.destination.proxyJump).toHaveLength(1);
  expect(await output(remote, 'echo there')).toBe('there\n');
});

onHosts(debian12, 'a host is reached through two jump hosts', async (given) => {
  const first = await addAlias(await given.start(debian12));
  const host = await given.start(debian12);
  const second = await addAlias(host, { address: host.inner });
  const behind = await given.alias({
    address: given.host.inner,
    lines: [`ProxyJump ${first.name},${second.name}`],
  });
  expect(await output(await open(given, { target: behind.name }), 'echo there')).toBe('there\n');
});

onHosts(debian12, 'a host is reached through a ProxyCommand', async (given) => {
  const jump = await addAlias(await given.start(debian12));
  const lines = [`ProxyCommand ssh -W %h:%p ${jump.name}`];
  const behind = await given.alias({ address: given.host.inner, lines });
  expect(await output(await open(given, { target: behind.name }), 'echo there')).toBe('there\n');
});

onHosts(debian12, 'a jump host that refuses to forward is named in the error', async (given) => {
  const jump = await addAlias(await given.start({ ...debian12, sshd: ['AllowTcpForwarding no'] }));
  const behind = await given.alias({ address: given.host.inner, lines: [`ProxyJump ${jump.name}`] });
  await expect(open(given, { target: behind.name })).rejects.toMatchObject({
    code: matches(/^(proxy_failed|forward_refused)$/),
    message: includes(jump.name),
  });
});

onHosts(debian12, 'a changed key of the jump host refuses', async (given) => {
  const jumpHost = await given.start(debian12);
  const wrong = `[127.0.0.1]:${jumpHost.address.port} ${given.host.hostKey}\n`;
  const jump = await addAlias(jumpHost, { knownHosts: wrong });
  const behind = await given.alias({ address: given.host.inner, lines: [`ProxyJump ${jump.name}`] });
  await expect(open(given, { target: behind.name })).rejects.toMatchObject({ code: 'host_key_changed' });
});
