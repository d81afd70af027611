import { onHosts } from '../harness/on-hosts.js';
import { arm64, busybox, debian11, debian12, homeOn } from '../harness/profile.js';
import { run } from '../harness/run.js';

// The hosts are what the other specs take them for. Asked through plain ssh, so that the product has no part in it.

const ssh = (target: string, script: string) => run('ssh', [target, script]);

onHosts([debian12, debian11, busybox, arm64], 'ssh logs in and gets the exit code', async ({ target }) => {
  const { code, stdout } = await ssh(target, 'echo "$HOME"; exit 7');
  expect({ code, stdout }).toEqual({ code: 7, stdout: '/home/dev\n' });
});

onHosts(busybox, 'there is no bash, python, curl, scp or sftp-server', async ({ target }) => {
  const { stdout } = await ssh(
    target,
    'for p in sh bash python3 perl curl scp sftp-server; do command -v $p; done',
  );
  expect(stdout).toBe('sh\n');
});

onHosts(arm64, 'the architecture is aarch64', async ({ target }) => {
  expect((await ssh(target, 'uname -m')).stdout).toBe('aarch64\n');
});

onHosts({ ...debian12, tmpfs: homeOn('noexec') }, 'a noexec home executes nothing', async ({ target }) => {
  const { code } = await ssh(target, 'cp /bin/true t && ./t');
  expect(code).toBe(126);
});

onHosts({ ...debian12, tmpfs: homeOn('exec,size=1m') }, 'a full disk takes 1 MiB', async ({ target }) => {
  const { stdout } = await ssh(target, 'head -c 9000000 /dev/zero > f; wc -c < f');
  expect(Number(stdout)).toBeLessThanOrEqual(1024 * 1024);
});

onHosts({ ...debian12, tmpfs: homeOn('ro') }, 'a read-only home takes nothing', async ({ target }) => {
  expect((await ssh(target, 'touch f')).code).not.toBe(0);
});

onHosts({ ...debian12, shell: '/usr/bin/tcsh' }, 'tcsh is the login shell', async ({ target }) => {
  expect((await ssh(target, 'echo $tcsh')).stdout).toMatch(/^6\./);
});

onHosts({ ...debian12, shell: '/usr/bin/fish' }, 'fish is the login shell', async ({ target }) => {
  expect((await ssh(target, 'echo $FISH_VERSION')).stdout).toMatch(/^3\./);
});

onHosts(debian12, 'what a host leaves running ends with it', async ({ host, target }) => {
  await ssh(target, 'sleep 4242 > /dev/null 2>&1 &');
  expect((await host.admin('cat /proc/[0-9]*/cmdline | tr "\\0" " "')).stdout).toContain('sleep 4242');
  await host.stop();
  expect(
    (await run('sh', ['-c', 'cat /proc/[0-9]*/cmdline 2>/dev/null | tr "\\0" " "'])).stdout,
  ).not.toContain('sleep 4242');
});
