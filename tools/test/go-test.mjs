// `go test` with the given arguments, in go-stub: shows failures, skips and packages, and ends with
// `Go tests: N passed, N failed, N skipped`, which plain `go test` does not count.
import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

const cwd = fileURLToPath(new URL('../../go-stub', import.meta.url));
const child = spawn('go', ['test', '-json', ...process.argv.slice(2)], {
  cwd,
  stdio: ['ignore', 'pipe', 'inherit'],
});
const output = new Map();
const results = new Map();
const parents = new Set();
let brokenPackages = 0;

for await (const line of createInterface({ input: child.stdout })) {
  if (line.startsWith('{')) see(JSON.parse(line));
  else console.log(line);
}
const code = child.exitCode ?? (await new Promise((resolve) => child.on('close', resolve)));
const outcomes = [...results].filter(([name]) => !parents.has(name)).map(([, outcome]) => outcome);
const count = (outcome) => outcomes.filter((one) => one === outcome).length;
console.log(
  `Go tests: ${count('pass')} passed, ${count('fail') + brokenPackages} failed, ${count('skip')} skipped`,
);
process.exitCode = code === 0 ? 0 : 1;

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
