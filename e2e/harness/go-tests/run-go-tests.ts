import type { Given } from '../on-hosts.js';
import { must, run, type RunResult } from '../run.js';
import { buildGoTests, type GoPackage } from './build.js';
import { readOutcome } from './outcome.js';

export interface GoTests {
  package: GoPackage;
  /** Regular expression of Go's, for names of tests; default all. */
  only?: string;
  /** What of the kernel is taken away first: see go-stub/internal/lesserkernel. */
  lacks?: string;
}

const timeoutMs = 240_000;
const folder = '/home/dev/go-tests';

/** Puts the tests of the stub's packages on the host. */
export async function uploadGoTests({ host, target }: Given): Promise<void> {
  const from = await buildGoTests(host.profile.image === 'arm64' ? 'arm64' : 'amd64');
  const send = `tar -cf - -C "$1" . | ssh "$2" 'umask 022; mkdir go-tests && tar -xf - -C go-tests'`;
  await must('sh', ['-c', send, 'sh', from, target], { timeoutMs });
}

/** Runs them there as root or as the user; what is printed says how many ran, and why others did not. Throws when one failed. */
export async function runGoTests(given: Given, who: 'root' | 'user', tests: GoTests): Promise<string> {
  const { package: name, only = '.', lacks = '' } = tests;
  // Each of its own folder: they are named after it, and leave nothing to the next.
  const script = `cd ${folder}/${name} && ORSSH_TEST_LACKS='${lacks}' ./tests -test.v -test.run '${only}' 2>&1`;
  const { code, stdout } = await execute(given, who, script);
  const { passed, failed, skipped } = readOutcome(stdout);
  const lacking = lacks ? ` without ${lacks}` : '';
  const title = `${given.host.profile.name}, as ${who}, ${name}${lacking}`;
  const reasons = [...skipped].map(([reason, count]) => `\n    ${count} skipped: ${reason}`).join('');
  process.stderr.write(`go tests on ${title}: ${passed} passed, ${failed.length} failed${reasons}\n`);
  if (code === 0 && passed > 0 && failed.length === 0) return stdout;
  given.explain(title, () => stdout.replaceAll(/^(?:=== RUN| *--- (?:PASS|SKIP)).*\n/gm, ''));
  throw new Error(`${title}: exit code ${String(code)}, ${passed} passed, failed: ${failed.join(', ')}`);
}

function execute({ host, target }: Given, who: 'root' | 'user', script: string): Promise<RunResult> {
  return who === 'root' ? host.admin(script, timeoutMs) : run('ssh', [target, script], { timeoutMs });
}
