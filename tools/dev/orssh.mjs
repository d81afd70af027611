// `npm run -s orssh -- ARGS` and `npm run demo`: runs the command line of this checkout, ready to run first.
import { spawn } from 'node:child_process';
import { join } from 'node:path';

import { prepare, root } from './prepare.mjs';

try {
  prepare((line) => process.stderr.write(`${line}\n`));
} catch (error) {
  process.stderr.write(`error: ${error.message}\n`);
  process.exit(1);
}

const child = spawn(process.execPath, [join(root, 'dist/orssh/orssh.mjs'), ...process.argv.slice(2)], {
  stdio: 'inherit',
  cwd: process.env.INIT_CWD ?? process.cwd(),
});
// Ctrl-C reaches the child by itself (same process group); this process only waits for it.
for (const signal of ['SIGINT', 'SIGQUIT']) process.on(signal, () => {});
for (const signal of ['SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
child.on('exit', (code, signal) => {
  process.exitCode = code ?? 128 + ({ SIGHUP: 1, SIGINT: 2, SIGKILL: 9, SIGTERM: 15 }[signal] ?? 0);
});
