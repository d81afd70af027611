import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';

import { createOpencodeClient, type OpencodeClient } from '@opencode-ai/sdk/v2';

import { eventually } from '../eventually.js';
import { freePort } from '../hosts/free-port.js';
import { type EventLog, followEvents } from './event-log.js';
import type { OpencodeHome } from './home.js';

export interface StartOpencodeOptions {
  /** Path of the program. */
  binary: string;
  home: OpencodeHome;
  /** Git project that it serves. */
  project: string;
}

/** A running `opencode serve`. */
export interface Opencode {
  readonly url: string;
  readonly project: string;
  /** Of the project; also after a restart. */
  readonly client: OpencodeClient;
  /** What it has logged so far, over all its lives. */
  logs(): string;
  /** Follows `/global/event` from now on; ends with the program. */
  events(): Promise<EventLog>;
  /** SIGKILL: it gets no chance to tidy up. */
  kill(): Promise<void>;
  /** SIGTERM; killed when it has not ended after 10 s. */
  stop(): Promise<void>;
  /** Starts it again, on the same home and port. */
  start(): Promise<void>;
}

/** Starts the real program; it dies with this process at the latest. Resolves when it answers. */
export async function startOpencode(options: StartOpencodeOptions): Promise<Opencode> {
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const log: string[] = [];
  let child: ChildProcess | undefined;

  const start = async (): Promise<void> => {
    const serve = [options.binary, 'serve', '--port', String(port), '--print-logs'];
    const started = spawn('setpriv', ['--pdeathsig', 'KILL', ...serve], {
      cwd: options.project,
      env: options.home.env,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    child = started;
    for (const stream of [started.stdout, started.stderr]) {
      stream.on('data', (chunk: Buffer) => log.push(chunk.toString()));
    }
    const before = log.length;
    // A request that comes before this line may never be answered.
    const isUp = (): boolean => log.slice(before).join('').includes('listening on');
    const hasEnded = (): boolean => started.exitCode !== null || started.signalCode !== null;
    try {
      await eventually(() => hasEnded() || isUp(), Boolean);
      if (hasEnded()) throw new Error('it ended at once');
    } catch (error) {
      await end('SIGKILL');
      throw new Error(`OpenCode does not answer (${(error as Error).message}):\n${log.join('')}`);
    }
  };
  const end = async (signal: NodeJS.Signals): Promise<void> => {
    const ending = child;
    child = undefined;
    if (ending?.exitCode !== null || ending.signalCode !== null) return;
    const ended = once(ending, 'exit');
    ending.kill(signal);
    const patience = setTimeout(() => ending.kill('SIGKILL'), 10_000);
    await ended;
    clearTimeout(patience);
  };

  await start();
  return {
    url,
    project: options.project,
    client: createOpencodeClient({ baseUrl: url, directory: options.project }),
    logs: () => log.join(''),
    events: () => followEvents(url),
    kill: () => end('SIGKILL'),
    stop: () => end('SIGTERM'),
    start,
  };
}
