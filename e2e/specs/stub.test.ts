import { eventually } from '../harness/eventually.js';
import { onHosts } from '../harness/on-hosts.js';
import { processes, stubs } from '../harness/processes.js';
import { stubFile } from '../harness/product/stub-binary.js';
import { arm64, busybox, debian11, debian12 } from '../harness/profile.js';
import { must, run } from '../harness/run.js';

// The binary alone, carried over by plain ssh: what the host has to put up with, without the TypeScript side.

const upload = 'umask 077; mkdir -p r/bin && cat > r/bin/.upload-1 && chmod 700 r/bin/.upload-1';
const program = '$HOME/r/bin/opencode-remote-ssh-stub';

onHosts(
  [debian12, debian11, busybox, arm64],
  'launch lets go of the channel, the stub serves on, and stop ends it',
  async (given) => {
    const { bytes, sha256 } = await stubFile(given.host.profile === arm64 ? 'arm64' : 'amd64');
    const ssh = (script: string): Promise<string> => must('ssh', [given.target, script]);
    await must('ssh', [given.target, upload], { input: bytes });
    const install = `install --name opencode-remote-ssh-stub-1-${sha256.slice(0, 12)} --sha256 ${sha256}`;
    expect(await ssh(`$HOME/r/bin/.upload-1 ${install}`)).toMatch(/^ORSSH-INSTALLED \{.*\}\n$/);

    // ssh ends only when nobody holds the channel any more: no nohup, no setsid, no redirection.
    const ready = await ssh(`${program} launch --root ~/r`);
    expect(ready).toMatch(/^ORSSH-READY \{.*\}\n$/);
    await eventually(
      () => processes(given.host),
      (lines) => !lines.some((line) => line.includes('sshd: dev')),
    );
    expect(await stubs(given.host)).toHaveLength(1);
    expect(await ssh(`${program} launch --root ~/r`)).toContain('"adopted":true');

    await ssh(`${program} status --root ~/r`);
    await ssh(`${program} stop --root ~/r`);
    expect((await run('ssh', [given.target, `${program} status --root ~/r`])).code).toBe(3);
    expect(await stubs(given.host)).toEqual([]);
  },
);

onHosts(debian12, 'a binary that did not arrive whole is not installed', async (given) => {
  const { bytes, sha256 } = await stubFile('amd64');
  await must('ssh', [given.target, upload], { input: Buffer.concat([bytes, Buffer.from('x')]) });
  const install = `install --name opencode-remote-ssh-stub-1-${sha256.slice(0, 12)} --sha256 ${sha256}`;
  const { code, stdout } = await run('ssh', [given.target, `$HOME/r/bin/.upload-1 ${install}`]);
  expect(code).toBe(1);
  expect(stdout).toMatch(/^ORSSH-ERROR .*"hash_mismatch"/);
  expect((await given.host.admin(`ls /home/dev/r/bin/opencode-remote-ssh-stub`)).code).not.toBe(0);
});
