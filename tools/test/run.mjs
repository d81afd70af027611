// `npm test`: installs and builds what is missing, checks everything, runs every test, and says how it went. The last
// line is `N passed, N failed, N skipped` over Go, unit and end-to-end tests; above it are those that needed a second try.
import { spawn } from 'node:child_process';
import { join } from 'node:path';

import { prepare, root } from '../dev/prepare.mjs';
import { addCounts, countTests, secondTries } from './count-tests.mjs';

const nx = join(root, 'node_modules/.bin/nx');
const started = Date.now();
/** Of tests in one run. More of them are not what a busy machine explains. */
const maxSecondTries = 5;
const failures = [];
const again = [];
const suites = new Map();

try {
  prepare((line) => console.log(line));
  const checks = [
    'run-many',
    '-t',
    'build',
    'lint',
    'typecheck',
    'test',
    '--nxBail=false',
    '--outputStyle=static',
  ];
  await check('build, lint, types or unit tests', nx, checks);
  await check('formatting', join(root, 'node_modules/.bin/prettier'), [
    '--check',
    '--log-level',
    'warn',
    '.',
  ]);
  await check('end-to-end tests', nx, [
    'run',
    '@orssh/e2e:e2e',
    '--outputStyle=static',
    ...process.argv.slice(2),
  ]);
} catch (error) {
  failures.push(error.message);
}
if (!suites.has('@orssh/e2e:e2e')) failures.push('@orssh/e2e:e2e did not run');
for (const [suite, { passed, failed, skipped }] of suites) {
  if (passed + failed > 0) continue;
  // On a person's machine the hosts may be impossible to have (no root); where everything was prepared they must be there.
  if (skipped === 0 || process.env.CI) failures.push(`${suite} ran no test`);
  else
    console.log(
      `${suite} ran no test: all of it is skipped here (.ci/prepare, as root, installs what it needs)`,
    );
}
if (again.length > maxSecondTries) failures.push(`${again.length} tests needed a second try`);
report();

/** Runs a program, shows what it prints, and remembers the tests that it counted. */
async function check(what, command, args) {
  let output = '';
  // One pipe for both streams: by two, a target's summary may arrive after the heading of what follows it.
  const child = spawn('sh', ['-c', 'exec "$0" "$@" 2>&1', command, ...args], {
    cwd: root,
    stdio: ['ignore', 'pipe', 'inherit'],
    env: { ...process.env, NX_DAEMON: 'false', NX_TUI: 'false', NO_COLOR: undefined, FORCE_COLOR: '0' },
  });
  child.stdout.on('data', (chunk) => {
    output += chunk;
    process.stdout.write(chunk);
  });
  const code = await new Promise((resolve, reject) => child.on('error', reject).on('close', resolve));
  for (const [suite, counts] of countTests(output)) suites.set(suite, counts);
  again.push(...secondTries(output));
  if (code !== 0) failures.push(`${what} failed`);
}

function report() {
  console.log('\nTests');
  for (const [suite, { passed, failed, skipped }] of suites) {
    console.log(`  ${suite.padEnd(24)} ${passed} passed, ${failed} failed, ${skipped} skipped`);
  }
  for (const name of again) console.log(`  SECOND TRY: ${name}`);
  for (const failure of failures) console.log(`  FAILED: ${failure}`);
  const { passed, failed, skipped } = [...suites.values()].reduce(addCounts, {
    passed: 0,
    failed: 0,
    skipped: 0,
  });
  console.log(`  ${Math.round((Date.now() - started) / 1000)} s`);
  console.log(`${passed} passed, ${failed} failed, ${skipped} skipped`);
  process.exitCode = failures.length > 0 || failed > 0 || passed === 0 ? 1 : 0;
}
