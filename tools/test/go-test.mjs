// `go test` with the given arguments, in go-stub: shows failures, skips and packages, and ends with
// `Go tests: N passed, N failed, N skipped`, which plain `go test` does not count. As Jest does by jest.again.mjs, where nobody
// watches, a test that failed is tried once more; not for a race of data or a panic, which no
// machine is to blame for.
import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

const cwd = fileURLToPath(new URL('../../go-stub', import.meta.url));
const args = process.argv.slice(2);
const output = new Map();
const results = new Map();
const parents = new Set();
/** Folders in which something else than a test's own checks failed. */
const crashed = new Set();
/** How Go says so. */
const crash = /^(WARNING: DATA RACE|panic: |fatal error: )/m;
let brokenPackages = 0;

let ok = await goTest(args);
if (!ok && process.env.CI && brokenPackages === 0) ok = await failedAgain();
const outcomes = [...results].filter(([name]) => !parents.has(name)).map(([, outcome]) => outcome);
const count = (outcome) => outcomes.filter((one) => one === outcome).length;
console.log(
  `Go tests: ${count('pass')} passed, ${count('fail') + brokenPackages} failed, ${count('skip')} skipped`,
);
process.exitCode = ok ? 0 : 1;

async function goTest(list) {
  const child = spawn('go', ['test', '-json', ...list], { cwd, stdio: ['ignore', 'pipe', 'inherit'] });
  const closed = new Promise((resolve) => child.on('close', resolve));
  for await (const line of createInterface({ input: child.stdout })) {
    if (line.startsWith('{')) see(JSON.parse(line));
    else console.log(line);
  }
  return (await closed) === 0;
}

/** Answers whether nothing is left that failed. */
async function failedAgain() {
  const failed = new Map();
  for (const [name, outcome] of results) {
    const [folder, test] = name.split(' ');
    if (outcome === 'fail' && !test.includes('/')) failed.set(folder, [...(failed.get(folder) ?? []), test]);
  }
  const flags = args.filter((one) => one.startsWith('-'));
  let ok = crashed.size === 0 && failed.size > 0;
  for (const [folder, tests] of failed) {
    if (crashed.has(folder)) continue;
    for (const test of tests) {
      console.log(`SECOND TRY ${folder.split('/').at(-1)} ${test}`);
      for (const name of results.keys()) if (name.startsWith(`${folder} ${test}/`)) results.delete(name);
    }
    ok = (await goTest([...flags, '-count=1', '-run', `^(${tests.join('|')})$`, folder])) && ok;
  }
  return ok;
}

function see({
  Action: action,
  Package: folder,
  ImportPath: built,
  Test: test,
  Output: text,
  Elapsed: seconds,
}) {
  const name = test ? `${folder} ${test}` : (folder ?? built);
  if (action === 'output' || action === 'build-output') {
    output.set(name, (output.get(name) ?? '') + text);
    if (crash.test(text)) crashed.add(folder);
  } else if (['pass', 'fail', 'skip'].includes(action)) {
    const isBroken =
      !test &&
      action === 'fail' &&
      ![...results].some(([known, outcome]) => outcome === 'fail' && known.startsWith(`${folder} `));
    if (isBroken) brokenPackages++;
    if (test) finishTest(folder, test, name, action);
    if (!test && action !== 'skip') console.log(`${action.padEnd(4)} ${folder} ${seconds ?? 0} s`);
    if (action === 'fail' || (test && action === 'skip')) process.stdout.write(output.get(name) ?? '');
    output.delete(name);
  } else if (action === 'build-fail') {
    process.stdout.write(output.get(name) ?? '');
  }
}

function finishTest(folder, test, name, outcome) {
  results.set(name, outcome);
  const parts = test.split('/');
  for (let depth = 1; depth < parts.length; depth++)
    parents.add(`${folder} ${parts.slice(0, depth).join('/')}`);
}
