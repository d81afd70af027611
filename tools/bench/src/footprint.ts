import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';

import { execAndRead, makeCold, open, type Route } from './scenario.js';

/** Sizes of the built stubs, and the resident memory of one that has run a command and is idle. */
export async function printFootprint(route: Route, stubs: string): Promise<void> {
  console.log('\nFootprint');
  for (const name of readdirSync(stubs).filter((file) => /-linux-[a-z0-9]+$/.test(file))) {
    const mebibytes = statSync(join(stubs, name)).size / 1024 / 1024;
    console.log(
      `  ${name}  ${mebibytes.toFixed(2)} MB   aim ≤ 8.00 MB  ${mebibytes <= 8 ? 'met' : 'MISSED'}`,
    );
  }
  const host = await open(route);
  await execAndRead(host, ['true']);
  const { pid } = host.running.ready;
  await host.close();
  const status = readFileSync(`/proc/${pid}/status`, 'utf8');
  const rss = Number(/VmRSS:\s+(\d+)/.exec(status)?.[1]) / 1024;
  console.log(
    `  stub, idle after a command: ${rss.toFixed(1)} MB resident   aim ≤ 15 MB  ${rss <= 15 ? 'met' : 'MISSED'}`,
  );
  await makeCold(route);
}
