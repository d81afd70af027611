import { spawn } from 'node:child_process';
import { once } from 'node:events';

import { matches } from '../harness/matchers.js';
import { uninstallStub } from '@orssh/bootstrap';

import { eventually } from '../harness/eventually.js';
import { layCable } from '../harness/near/cable.js';
import { type Given, onHosts } from '../harness/on-hosts.js';
import { stubs } from '../harness/processes.js';
import { output } from '../harness/product/finish.js';
import { open } from '../harness/product/open.js';
import { cli } from '../harness/product/orssh.js';
import { busybox, debian11, debian12 } from '../harness/profile.js';

const kinds = [debian12, debian11, busybox];
const halfOfIt = 1024 * 1024;

const leftovers = async ({ host }: Given): Promise<string> =>
  (await host.admin('ls -A /home/dev/.opencode-remote-ssh/bin 2>/dev/null | grep upload')).stdout;

/** The host works, one stub runs, and nothing of an upload is left. */
async function expectSound(given: Given): Promise<void> {
  const remote = await open(given, { remember: false });
  expect(await output(remote, 'echo sound')).toBe('sound\n');
  await eventually(
    () => stubs(given.host),
    (lines) => lines.length === 1,
  );
  await eventually(
    () => leftovers(given),
    (left) => left === '',
  );
}

onHosts(kinds, 'two bootstraps at once both succeed with one stub', async (given) => {
  const [one, two] = await Promise.all([open(given, { remember: false }), open(given, { remember: false })]);
  expect(one.running.ready.instance).toBe(two.running.ready.instance);
  expect(await Promise.all([output(one, 'echo 1'), output(two, 'echo 2')])).toEqual(['1\n', '2\n']);
  expect(await stubs(given.host)).toHaveLength(1);
  expect(await leftovers(given)).toBe('');
});

onHosts(kinds, 'a connection that breaks during the upload harms nothing later', async (given) => {
  const cable = await layCable(given.host.address, (sent, line) => {
    if (sent > halfOfIt) line.reset();
  });
  given.defer(() => cable.close());
  const { name } = await given.alias({ address: cable.address });
  await expect(open(given, { target: name })).rejects.toMatchObject({ remedy: matches(/\w/) });
  await expectSound(given);
});

onHosts(
  [debian12, busybox],
  'a program that is killed during the upload harms nothing later',
  async (given) => {
    let kill = (): void => undefined;
    const cable = await layCable(given.host.address, (sent) => {
      if (sent > halfOfIt) kill();
    });
    given.defer(() => cable.close());
    const { name } = await given.alias({ address: cable.address });
    const child = spawn(process.execPath, [cli, 'exec', name, '--', 'true'], {
      env: process.env,
      stdio: 'ignore',
    });
    kill = () => child.kill('SIGKILL');
    expect(await once(child, 'exit')).toEqual([null, 'SIGKILL']);
    await expectSound(given);
  },
);

onHosts([debian12, busybox], 'an upload that is given up leaves nothing', async (given) => {
  const abort = new AbortController();
  const stopHalfway = {
    signal: abort.signal,
    onProgress: ({ step }: { step: string }) => {
      if (step === 'upload') abort.abort();
    },
  };
  await expect(open(given, stopHalfway)).rejects.toMatchObject({ code: 'cancelled' });
  await eventually(
    () => leftovers(given),
    (left) => left === '',
  );
  await expectSound(given);
});

/** Kills the first process with this command line (NULs left out). No program is started in the loop: it has to be quick. */
const killFirst = (pattern: string, seconds = 20): string => `end=$(($(date +%s) + ${seconds}))
while [ "$(date +%s)" -lt "$end" ]; do for p in /proc/[0-9]*; do
  line=; read -r line 2>/dev/null < "$p/cmdline"
  case "$line" in ${pattern}) kill -9 "\${p#/proc/}" && exit 0 ;; esac
done 2>/dev/null; done; exit 1`;

onHosts(
  [debian12, busybox],
  'a stub that is killed while it installs itself harms nothing later',
  async (given) => {
    // It takes a few milliseconds: when it was too quick to be hit, once more.
    for (let attempt = 1; attempt <= 8; attempt++) {
      const killed = given.host.admin(killFirst('./.upload-*install*', 3));
      const [opened] = await Promise.allSettled([open(given, { remember: false, timeoutMs: 20_000 })]);
      if ((await killed).code === 0) return expectSound(given);
      if (opened.status === 'fulfilled') await uninstallStub(opened.value.connection);
    }
    throw new Error('the installation was never hit');
  },
);

for (const word of ['launch', 'serve']) {
  onHosts(
    [debian12, busybox],
    `a stub that is killed during launch (${word}) harms nothing later`,
    async (given) => {
      const pattern = `/home/dev/.opencode-remote-ssh/bin/*${word}*`;
      // A launch takes a few milliseconds: when it was too quick to be hit, once more.
      for (let attempt = 1; attempt <= 12; attempt++) {
        const first = await open(given);
        await first.stub.shutdown();
        await eventually(
          () => stubs(given.host),
          (lines) => lines.length === 0,
        );
        const killed = given.host.admin(killFirst(pattern, 3));
        await Promise.allSettled([open(given, { remember: false, timeoutMs: 20_000 })]);
        if ((await killed).code === 0) return expectSound(given);
      }
      throw new Error(`${word} was never hit`);
    },
  );
}
