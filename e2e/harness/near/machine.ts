import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile } from 'node:fs/promises';
import { join } from 'node:path';

import { available } from '../available.js';
import type { TestHost } from '../hosts/host-driver.js';
import type { Given } from '../on-hosts.js';
import { cli } from '../product/orssh.js';
import { must, run, type RunResult } from '../run.js';
import { addAlias } from './alias.js';
import { layCable } from './cable.js';
import { prepareNearSide } from './prepare.js';

/** A person's machine of its own: host name, network, processes, home and state; it reaches one host as `shared`. */
export interface Machine {
  readonly name: string;
  /** Its home, state and configuration. */
  readonly folder: string;
  /** Runs the command line there, without a terminal. */
  orssh(args: string[]): Promise<RunResult>;
  /** Starts the command line there and lets it run. */
  start(args: string[]): Running;
  /** Takes the network cable out; neither side is told. */
  unplug(): Promise<void>;
  plug(): Promise<void>;
  /** The power goes: everything that runs there is gone at once. */
  crash(): Promise<void>;
  /** After a crash; its disk is as it was. */
  boot(): Promise<void>;
}

export interface Running {
  readonly stdout: () => string;
  readonly stderr: () => string;
  /** Resolves with the exit code, null after a signal. */
  readonly ended: Promise<number | null>;
  readonly kill: (signal: NodeJS.Signals) => void;
}

const namespaces = ['--net', '--uts', '--mount', '--pid', '--fork', '--kill-child=KILL', '--mount-proc'];
let links = 0;

/** Makes a machine that can reach `host`; it is gone with the test. Needs root. */
export async function startMachine(
  { defer }: Pick<Given, 'defer'>,
  name: string,
  host: TestHost,
): Promise<Machine> {
  const folder = await mkdtemp(join(available().folder, `${name}-`));
  const env = { ...process.env, ...(await prepareNearSide(folder)) };
  const link = (links += 1);
  // Of runs that go on at the same time, each has others.
  const subnet = `10.${200 + (Number(process.env['JEST_WORKER_ID']) % 50)}.${process.pid % 250}`;
  const [near, far] = [1, 2].map((end) => `${subnet}.${4 * (link % 62) + end}`);
  const device = `oe${process.pid}x${link}`;
  let first: ChildProcess | undefined;
  let pid = '';

  const inside = (): string[] => ['--target', pid, '--net', '--uts', '--mount', '--pid', '--wd=/'];
  const program = (args: string[]): string[] => [...inside(), process.execPath, cli, ...args];
  const boot = async (): Promise<void> => {
    first = spawn(
      'setpriv',
      [
        '--pdeathsig',
        'KILL',
        'unshare',
        ...namespaces,
        'sh',
        '-c',
        'hostname "$0"; echo up; exec sleep 86400',
        name,
      ],
      {
        stdio: ['ignore', 'pipe', 'inherit'],
      },
    );
    if (!first.stdout) throw new Error('no pipe');
    await once(first.stdout, 'data');
    pid = (await readFile(`/proc/${first.pid}/task/${first.pid}/children`, 'utf8')).trim();
    await must('ip', ['link', 'add', device, 'type', 'veth', 'peer', 'name', 'eth0', 'netns', pid]);
    await must('sh', ['-c', `ip address add ${near}/30 dev ${device} && ip link set ${device} up`]);
    const script = `ip link set lo up; ip address add ${far}/30 dev eth0; ip link set eth0 up`;
    await must('nsenter', [...inside(), 'sh', '-c', script]);
  };
  const crash = async (): Promise<void> => {
    if (first?.exitCode === null && first.signalCode === null) {
      const ended = once(first, 'exit');
      process.kill(Number(pid), 'SIGKILL');
      await ended;
    }
    await run('ip', ['link', 'delete', device]);
  };

  const setLink = async (state: 'up' | 'down'): Promise<void> => {
    await must('ip', ['link', 'set', device, state]);
  };

  await boot();
  defer(crash);
  const cable = await layCable(host.address, undefined, near);
  defer(() => cable.close());
  await addAlias(host, { folder, name: 'shared', address: cable.address });
  return {
    name,
    folder,
    orssh: (args) => run('nsenter', program(args), { env }),
    start: (args) =>
      running(spawn('nsenter', program(args), { env, stdio: ['ignore', 'pipe', 'pipe'], detached: true })),
    unplug: () => setLink('down'),
    plug: () => setLink('up'),
    crash,
    boot,
  };
}

function running(child: ChildProcess): Running {
  const text = { stdout: '', stderr: '' };
  for (const name of ['stdout', 'stderr'] as const) {
    child[name]?.on('data', (chunk: Buffer) => (text[name] += chunk.toString()));
  }
  const ended = once(child, 'close').then(([code]) => code as number | null);
  return {
    stdout: () => text.stdout,
    stderr: () => text.stderr,
    ended,
    kill(signal) {
      // nsenter forks, and passes nothing on: the group has both.
      if (child.pid !== undefined && child.exitCode === null) process.kill(-child.pid, signal);
    },
  };
}
