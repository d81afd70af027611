// Fuzzes every target of go-stub for a while (`--time 60s`), some of them at once (`--at-once 4`, by default one for each processor);
// `--only Name` takes those whose name has that in it. What fails is shown, and kept by Go as a seed below testdata/fuzz. Ends with
// `Go tests: N passed, N failed, 0 skipped`, as go-test.mjs does.
import { spawn } from 'node:child_process';
import { availableParallelism } from 'node:os';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

const { values: options } = parseArgs({
  options: {
    time: { type: 'string', default: '60s' },
    'at-once': { type: 'string', default: String(availableParallelism()) },
    only: { type: 'string', default: '' },
  },
});
const cwd = fileURLToPath(new URL('../../go-stub', import.meta.url));

const waiting = (await targets()).filter(({ name }) => name.includes(options.only));
const outcomes = { passed: 0, failed: 0 };
await Promise.all(Array.from({ length: Number(options['at-once']) }, work));
console.log(`Go tests: ${outcomes.passed} passed, ${outcomes.failed} failed, 0 skipped`);
process.exitCode = outcomes.failed === 0 && outcomes.passed > 0 ? 0 : 1;

async function targets() {
  const { code, output } = await go(['test', '-list', '^Fuzz', './...']);
  if (code !== 0) throw new Error(`the fuzz targets cannot be listed:\n${output}`);
  const found = [];
  let names = [];
  for (const line of output.split('\n')) {
    if (line.startsWith('Fuzz')) names.push(line.trim());
    const [, folder] = /^ok\s+(\S+)/.exec(line) ?? [];
    if (folder === undefined) continue;
    found.push(...names.map((name) => ({ name, folder })));
    names = [];
  }
  return found;
}

/** Takes one target after the other. */
async function work() {
  for (let target = waiting.shift(); target; target = waiting.shift()) {
    const { name, folder } = target;
    const started = Date.now();
    const limits = ['-fuzztime', options.time, '-parallel', '1'];
    const { code, output } = await go(['test', '-run', '^$', '-fuzz', `^${name}$`, ...limits, folder]);
    outcomes[code === 0 ? 'passed' : 'failed']++;
    const seconds = Math.round((Date.now() - started) / 1000);
    console.log(`${code === 0 ? 'pass' : 'fail'} ${folder} ${name} ${seconds} s`);
    if (code !== 0) console.log(output);
  }
}

function go(args) {
  return new Promise((resolve) => {
    const child = spawn('go', args, { cwd, stdio: ['ignore', 'pipe', 'pipe'] });
    let output = '';
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (data) => (output += data));
    child.on('error', (error) => resolve({ code: 1, output: error.message }));
    child.on('close', (code) => resolve({ code, output }));
  });
}
