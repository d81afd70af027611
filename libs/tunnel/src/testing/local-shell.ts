import { spawn } from 'node:child_process';
import { connect } from 'node:net';
import { pipeline } from 'node:stream';

import type { ForwardTarget, RemoteExit } from '../connection.js';
import { FakeConnection, type ForwardHandler } from './fake-connection.js';
import type { HostProcess } from './fake-process.js';

/** A fake connection whose host is this machine: commands run in `/bin/sh`, forwards reach what listens here. */
export async function connectLocalShell(listening: ForwardTarget[] = []): Promise<FakeConnection> {
  await Promise.resolve();
  return new FakeConnection().onExec(/^/, runLocally).onForward((to) => {
    const known = listening.some((one) => JSON.stringify(one) === JSON.stringify(to));
    return known ? bridgeTo(to) : undefined;
  });
}

/** Runs a command in a process group of its own, which gets the signals. */
export function runLocally({ command, stdin, stdout, stderr, onSignal }: HostProcess): Promise<RemoteExit> {
  const child = spawn('/bin/sh', ['-c', command], { detached: true });
  const ignore = (): void => undefined;
  pipeline(stdin, child.stdin, ignore);
  pipeline(child.stdout, stdout, ignore);
  pipeline(child.stderr, stderr, ignore);
  onSignal((name) => {
    if (child.pid !== undefined && child.exitCode === null) process.kill(-child.pid, `SIG${name}`);
  });
  return new Promise((resolve) => {
    child.once('close', (code, signal) => {
      resolve({ code, signal: signal?.replace(/^SIG/, '') ?? null });
    });
  });
}

function bridgeTo(to: ForwardTarget): ForwardHandler {
  return (stream) => {
    const socket = 'port' in to ? connect(to.port, '127.0.0.1') : connect(to.socketPath);
    pipeline(stream, socket, () => undefined);
    pipeline(socket, stream, () => undefined);
  };
}
