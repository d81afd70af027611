import { buildGoTests } from '../harness/go-tests/build.js';
import { runGoTests, uploadGoTests } from '../harness/go-tests/run-go-tests.js';
import { onHosts, type Given } from '../harness/on-hosts.js';
import { arm64, busybox, debian11, debian12 } from '../harness/profile.js';

// The stub's own tests of what holds a command, on hosts: its kernel, its container engine and its programs as they are. What a
// kernel lacks is taken away by a filter of the tests' own. `go test` runs all of them on this machine as root and as a user.

beforeAll(async () => {
  await Promise.all([buildGoTests('amd64'), buildGoTests('arm64')]);
}, 600_000);

const escapes =
  '^(TestWhatIsReported.*|TestNoCommandGetsOut|TestACommandEnds.*|TestASignal.*|TestAHome.*|TestNoLine.*)$';
const level = /this host: (.*)/;

async function holds(given: Given, who: 'root' | 'user'): Promise<string> {
  const said = await runGoTests(given, who, { package: 'sandbox', only: escapes });
  const reported = level.exec(said)?.[1] ?? '';
  process.stderr.write(`  the level there: ${reported}\n`);
  return reported;
}

// Not each on each: what a host's image changes is tried on two, what a user's rights change on one of each driver.
for (const [who, profiles] of [
  ['root', [debian11, busybox]],
  ['user', [debian12, busybox]],
] as const) {
  onHosts([...profiles], `what is reported as holding holds, as ${who}`, async (given) => {
    await uploadGoTests(given);
    const reported = await holds(given, who);
    // Docker's default gives no namespaces to anybody: its root has no mounts to give.
    if (given.driver === 'containers' && reported.startsWith('kernel'))
      expect(reported).toContain('no private mounts');
    await runGoTests(given, who, { package: 'sandbox', only: 'TestMostCommands', lacks: 'landlock' });
  });
}

for (const [who, profile, lacks] of [
  ['root', debian11, undefined],
  ['user', busybox, 'openat2-by-filter'],
] as const) {
  onHosts(profile, `paths are decided and opened as they are, as ${who}`, async (given) => {
    await uploadGoTests(given);
    await runGoTests(given, who, { package: 'policy' });
    await runGoTests(given, who, { package: 'files', lacks });
  });
}

onHosts([busybox], 'a command is read the same by whatever shell is there', async (given) => {
  await uploadGoTests(given);
  await runGoTests(given, 'user', { package: 'look' });
});

// Emulated: its kernel has neither Landlock nor openat2 to give.
onHosts(arm64, 'what is reported as holding holds, and paths are decided as they are', async (given) => {
  await uploadGoTests(given);
  await holds(given, 'user');
  await runGoTests(given, 'user', { package: 'policy' });
});
