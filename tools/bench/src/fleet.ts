import { spawnSync } from 'node:child_process';
import { join } from 'node:path';

import { type FleetHosts, startFleetHosts } from './fleet-hosts.js';
import { compare, type Contender, type Row } from './measure.js';
import { run } from './process.js';

const cli = join(process.cwd(), 'dist/orssh/orssh.mjs');

/** Why the comparison cannot be made here, or undefined. */
export function parallelMissing(): string | undefined {
  const { stdout } = spawnSync('parallel', ['--version'], { encoding: 'utf8' });
  // Null where there is no such program.
  if ((stdout as string | null)?.includes('GNU parallel')) return undefined;
  return 'GNU parallel is not installed (apt-get install parallel)';
}

/** One command on `count` hosts, `atOnce` at a time: GNU parallel with ssh, and `orssh exec --all`, warm and cold. */
export async function compareFleet(count: number, atOnce: number, rounds: number): Promise<Row[]> {
  const hosts = await startFleetHosts(count);
  try {
    const baseline = parallelSsh(hosts, atOnce);
    const warm = await compare(
      [
        baseline,
        { name: `xargs -P${atOnce} ssh true`, run: () => run(xargsSsh(hosts, atOnce), { env: hosts.env }) },
        {
          name: 'orssh exec --all, warm',
          aim: 1,
          run: () => run(execAll(hosts, atOnce), { env: hosts.env }),
        },
      ],
      rounds,
    );
    const cold = await compare(
      [
        baseline,
        {
          name: 'orssh exec --all, cold',
          before: () => {
            hosts.makeCold();
            return Promise.resolve();
          },
          run: () => run(execAll(hosts, atOnce), { env: hosts.env }),
        },
      ],
      Math.max(3, Math.ceil(rounds / 3)),
    );
    return [...warm, ...cold.slice(1)];
  } finally {
    hosts.stop();
  }
}

function parallelSsh({ names, env }: FleetHosts, atOnce: number): Contender {
  const argv = ['parallel', '--will-cite', `-j${atOnce}`, 'ssh', '{}', 'true', ':::', ...names];
  return { name: `parallel -j${atOnce} ssh true`, baseline: true, run: () => run(argv, { env }) };
}

/** What the hosts and the ssh processes alone cost. */
function xargsSsh({ names }: FleetHosts, atOnce: number): string[] {
  const script = `printf '%s\\n' "$@" | xargs -P${atOnce} -I{} ssh -n {} true`;
  return ['sh', '-c', script, 'sh', ...names];
}

function execAll({ config }: FleetHosts, atOnce: number): string[] {
  const options = ['--config', config, '--all', '--parallel', String(atOnce)];
  return [process.execPath, cli, 'exec', ...options, '--', 'true'];
}
