import { execFileSync } from 'node:child_process';
import { appendFileSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { LeaseError } from '../errors.js';
import { changeFile } from '../local/change-file.js';
import { localLeases } from '../local/local-leases.js';
import { machineDirectory } from '../local/machine-directory.js';

/**
 * A process that wants the lease of `box` again and again (`contend`), takes it once and ends (`once`), holds it until it is
 * killed (`hold`), or stops itself while it changes the file (`stop`). Says what it does in `log`, one line each.
 */
const [what = '', directory = '', folder = ''] = process.argv.slice(2);
const log = (line: string): void => {
  appendFileSync(join(folder, 'log'), `${line} ${process.pid}\n`);
};
const leases = localLeases({ directory });
const marker = join(folder, 'marker');

if (what === 'stop') await stopInside();
else if (what === 'contend') await contend();
else {
  await leases.acquire({ host: 'box', mode: 'exclusive', workspace: what });
  log('has');
  if (what === 'hold') setInterval(() => undefined, 1000);
}

async function contend(): Promise<void> {
  log('starts');
  for (;;) {
    const lease = await leases
      .acquire({ host: 'box', mode: 'exclusive', workspace: 'w' })
      .catch((error: unknown) => {
        if (error instanceof LeaseError && error.code === 'held') return undefined;
        log(`fails ${String(error)}`);
        throw error;
      });
    if (lease) {
      mark();
      for (let turn = 0; turn < 3; turn++) await new Promise((resolve) => setImmediate(resolve));
      rmSync(marker);
      await lease.release();
      log('released');
    }
    await new Promise((resolve) => setTimeout(resolve, Math.random() * 5));
  }
}

/** Only one process may ever be between this and the removal of the marker. */
function mark(): void {
  try {
    writeFileSync(marker, String(process.pid), { flag: 'wx' });
  } catch {
    const text = readFileSync(marker, 'utf8');
    // Killed between creating and writing it: whoever that was, it is not alive.
    if (text !== '' && isAlive(Number(text))) log(`VIOLATION ${text}`);
    writeFileSync(marker, String(process.pid));
  }
}

/** By other means than the lease's own. A process that was killed is there until its parent has looked. */
function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return !execFileSync('ps', ['-o', 'stat=', '-p', String(pid)], { encoding: 'utf8' })
      .trim()
      .startsWith('Z');
  } catch {
    return false;
  }
}

async function stopInside(): Promise<void> {
  const place = { directory: machineDirectory({ directory }), host: 'box', onDamaged: log };
  let calls = 0;
  await changeFile(place, (file) => {
    calls += 1;
    log(`sees ${file.leases.length}`);
    if (calls === 1) process.kill(process.pid, 'SIGSTOP');
    return { file: { ...file, orphans: ['lse_overwritten'] }, result: undefined };
  });
  log('changed');
}
