import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';

import { run } from '../run.js';

/** A Docker Engine to test with. */
export interface Engine {
  /** Environment that leads docker and Testcontainers to it. */
  env: Record<string, string>;
  /** Ends it if it was started here. */
  stop(): Promise<void>;
}

const common = {
  // Nothing is pulled: without a registry there is no reaper, and the harness removes its containers by their label.
  TESTCONTAINERS_RYUK_DISABLED: 'true',
  TESTCONTAINERS_HOST_OVERRIDE: '127.0.0.1',
};

/** The engine that answers already, or a private one in `folder` that touches no firewall rule. Rejects with the reason for a skip. */
export async function startEngine(folder: string): Promise<Engine> {
  if (await answers({})) return { env: common, stop: () => Promise.resolve() };
  if (process.getuid?.() !== 0) throw new Error('no Docker engine answers, and starting one needs root');
  if ((await run('dockerd', ['--version']).catch(() => undefined)) === undefined) {
    throw new Error('no Docker engine answers, and dockerd is not installed');
  }
  return startPrivateEngine(folder);
}

async function answers(env: Record<string, string>): Promise<boolean> {
  const version = await run('docker', ['version'], {
    env: { ...process.env, ...env },
    timeoutMs: 20_000,
  }).catch(() => undefined);
  return version?.code === 0;
}

async function startPrivateEngine(folder: string): Promise<Engine> {
  const env = { ...common, DOCKER_HOST: `unix://${folder}/docker.sock` };
  const hadBridge = existsSync('/sys/class/net/docker0');
  const flags = [
    '--iptables=false',
    '--ip6tables=false',
    '-H',
    env.DOCKER_HOST,
    '--pidfile',
    `${folder}/pid`,
  ];
  const folders = ['--data-root', `${folder}/data`, '--exec-root', `${folder}/exec`];
  // It ends with this process, however it ends.
  const daemon = spawn('setpriv', ['--pdeathsig', 'TERM', 'dockerd', ...flags, ...folders], {
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let log = '';
  daemon.stderr.on('data', (chunk: Buffer) => (log = (log + chunk.toString()).slice(-4000)));
  const exited = new Promise<void>((resolve) =>
    daemon.once('exit', () => {
      resolve();
    }),
  );
  const stop = async (): Promise<void> => {
    daemon.kill('SIGTERM');
    await Promise.race([exited, delay(20_000, undefined, { ref: false }).then(() => daemon.kill('SIGKILL'))]);
    await exited;
    if (!hadBridge) await run('ip', ['link', 'delete', 'docker0']).catch(() => undefined);
  };
  for (let attempt = 0; attempt < 100 && daemon.exitCode === null; attempt++) {
    if (await answers(env)) return { env, stop };
    await delay(200);
  }
  await stop();
  throw new Error(`dockerd did not start: ${log.trim().split('\n').slice(-2).join('; ')}`);
}
