#!/usr/bin/env node
import * as nodeModule from 'node:module';
import { setFlagsFromString } from 'node:v8';

import { version } from './version.js';

/** The only place that ends the process. */
async function main(): Promise<void> {
  const argv = process.argv.slice(2);
  if (argv.length === 1 && (argv[0] === '--version' || argv[0] === '-V')) {
    process.stdout.write(`${version}\n`);
    return;
  }
  // Small WebAssembly modules (ssh2's, undici's) are optimised in the background, and the end of the process waits for
  // that: a quarter of a short command's time. V8 complains aloud of a flag that it does not know.
  if (Number.parseInt(process.versions.node) <= 24) setFlagsFromString('--liftoff-only');
  // Node 22.1 and later keep compiled code; on Node 20 the function is absent.
  (nodeModule as { enableCompileCache?: () => void }).enableCompileCache?.();
  const [{ run }, { processCli }] = await Promise.all([import('./run.js'), import('./process-cli.js')]);
  process.exit(await run(argv, processCli(version)));
}

await main();
