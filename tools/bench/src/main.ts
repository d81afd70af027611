import { chmodSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';

import { printAgent } from './agent.js';
import { compareCommand } from './command.js';
import { compareConnect } from './connect.js';
import { startDelayProxy } from './delay-proxy.js';
import { findOpencode } from './find-opencode.js';
import { compareFind } from './find.js';
import { compareFleet, parallelMissing } from './fleet.js';
import { printFootprint } from './footprint.js';
import { compareGateway } from './gateway.js';
import { compareGuard } from './guard.js';
import { printPluginStart } from './plugin.js';
import { printRegistry } from './registry.js';
import { printTable } from './report.js';
import type { Route } from './scenario.js';
import { startSshHost, type SshHost } from './ssh-host.js';
import { compareThroughput } from './throughput.js';
import { compareShellOutput, compareWorkspace } from './workspace.js';

const roundTripMs = 100;
const { values } = parseArgs({
  options: { quick: { type: 'boolean', default: false }, only: { type: 'string', default: '' } },
});
const rounds = values.quick ? 3 : 15;
const megabytes = values.quick ? 20 : 200;
const wanted = (name: string): boolean => name.includes(values.only);

if (wanted('registry')) await printRegistry(rounds);
if (wanted('fleet')) {
  const [hosts, atOnce] = [20, 10];
  const title = `One command on ${hosts} hosts, ${atOnce} at once (loopback: a port and a home each, two sshd)`;
  const missing = parallelMissing();
  if (missing) console.log(`\n${title}\n  skipped: ${missing}`);
  else printTable(title, await compareFleet(hosts, atOnce, rounds));
}
if (wanted('find')) await compareFind(rounds);
if (wanted('guard')) await compareGuard(rounds * 20);
const opencode = findOpencode();
const noOpencode = 'skipped: OpenCode is not here (npm install -g opencode-ai)';
if (wanted('plugin')) {
  if (opencode) await printPluginStart(opencode, rounds);
  else console.log(`\nStart of the plugin\n  ${noOpencode}`);
}
if (['registry', 'fleet', 'plugin', 'find', 'guard'].includes(values.only)) process.exit();

const host = await startSshHost();
const proxy = await startDelayProxy(host.port, roundTripMs);
try {
  const near = routeTo(host, 'near', host.port);
  const far = routeTo(host, 'far', proxy.port);
  console.log(`Against OpenSSH on the same host, in turns; medians of ${rounds} rounds. Smaller is better.`);
  for (const [route, where] of [
    [near, 'loopback'],
    [far, `${roundTripMs} ms round trip`],
  ] as const) {
    if (wanted('connect'))
      printTable(`Connect and run one command (${where})`, await compareConnect(route, rounds));
    if (wanted('command'))
      printTable(`One command on an open connection (${where})`, await compareCommand(route, rounds * 2));
    if (wanted('workspace')) {
      const title = `A workspace in OpenCode (${where})`;
      if (!opencode) console.log(`\n${title}\n  ${noOpencode}`);
      else {
        printTable(title, await compareWorkspace(opencode, route, Math.ceil(rounds / 2)));
        const output = { megabytes: values.quick ? 5 : 50, rounds: 3 };
        printTable(
          `${output.megabytes} MB of output (${where})`,
          await compareShellOutput(opencode, route, output),
        );
      }
    }
    if (wanted('agent')) {
      const often = values.quick
        ? { tools: 2, conversations: 1, calls: 20 }
        : { tools: 8, conversations: 3, calls: 50 };
      if (opencode) await printAgent(opencode, route, where, often);
      else console.log(`\nTools of the model (${where})\n  ${noOpencode}`);
    }
    if (wanted('gateway')) {
      const result = await compareGateway(route, route === far ? rounds : rounds * 30);
      printTable(`One request on an open connection (${where})`, result.request);
      printTable(`A session, until its event is there (${where})`, result.event);
    }
    if (wanted('throughput')) {
      const result = await compareThroughput(
        route,
        megabytes,
        route === far ? 3 : Math.max(3, Math.ceil(rounds / 3)),
      );
      printTable(`${megabytes} MB of output (${where})`, result.out);
      printTable(`${megabytes} MB of upload (${where})`, result.in);
    }
  }
  if (wanted('footprint')) await printFootprint(near, join(process.cwd(), 'dist/go-stub'));
} finally {
  proxy.stop();
  host.stop();
}

/** Gives the route an ssh_config and a folder for PATH whose `ssh` uses it: the alias is known to `ssh -G` as well. */
function routeTo(sshHost: SshHost, name: string, port: number): Route {
  const config = sshHost.alias(name, port);
  const folder = join(sshHost.folder, `bin-${name}`);
  mkdirSync(folder);
  writeFileSync(join(folder, 'ssh'), `#!/bin/sh\nexec /usr/bin/ssh -F '${config}' "$@"\n`);
  chmodSync(join(folder, 'ssh'), 0o755);
  return { name, host: sshHost, config, cli: join(process.cwd(), 'dist/orssh/orssh.mjs') };
}
