import { includes } from '../harness/matchers.js';
import { onHosts } from '../harness/on-hosts.js';
import { open } from '../harness/product/open.js';
import { arm64, debian12, type Profile } from '../harness/profile.js';

/** Puts a `uname` on the host that says this, however it is asked. */
const uname = (system: string, machine: string): string => `rm /bin/uname; cat > /bin/uname << 'END'
#!/bin/sh
case $1 in -m) echo ${machine} ;; -s|'') echo ${system} ;; *) echo ${system} ${machine} ;; esac
END
chmod 755 /bin/uname`;
const machine = (base: Profile, name: string): Profile => ({
  ...base,
  name: `${base.name} that says ${name}`,
  setup: uname('Linux', name),
});

for (const name of ['sparc64', 'mips']) {
  onHosts(machine(debian12, name), 'an architecture without a stub is refused by name', async (given) => {
    await expect(open(given)).rejects.toMatchObject({
      code: 'unknown_arch',
      message: includes(name),
    });
    expect((await given.host.admin('find /home/dev/.opencode-remote-ssh -type f')).stdout).toBe('');
  });
}

const freebsd: Profile = {
  ...debian12,
  name: 'FreeBSD by its own account',
  setup: uname('FreeBSD', 'amd64'),
};

onHosts(freebsd, 'a system that is not Linux is refused by name', async (given) => {
  await expect(open(given)).rejects.toMatchObject({
    code: 'not_linux',
    message: includes('FreeBSD'),
  });
});

onHosts(arm64, 'an arm64 host gets the arm64 stub', async (given) => {
  const remote = await open(given);
  expect(remote.running.platform.arch).toBe('arm64');
  expect((await remote.stub.health()).stub.arch).toBe('arm64');
});
