import { spawn } from 'node:child_process';
import { Duplex, type Readable, type Writable } from 'node:stream';

import type { Destination } from './destination.js';
import { expandTokens } from './expand-tokens.js';
import { parseTarget } from './parse-target.js';
import { TunnelError } from './tunnel-error.js';

const maxStderr = 4096;

/** Starts ProxyCommand by the person's shell with `exec`, as OpenSSH does; its stdin and stdout are the stream. */
export function spawnProxy(destination: Destination, command: string, env: NodeJS.ProcessEnv): Duplex {
  const { target } = destination;
  const line = expandCommand(destination, command);
  const shell = env['SHELL'] ?? '/bin/sh';
  const child = spawn(shell, ['-c', `exec ${line}`], { env, stdio: ['pipe', 'pipe', 'pipe'] });
  let said = '';
  child.stderr.on('data', (chunk: Buffer) => {
    said = (said + chunk.toString()).slice(-maxStderr);
  });
  const stream = new ProxyStream(child.stdin, child.stdout, () => child.kill());
  child.once('error', (cause) => stream.destroy(proxyFailed(target, line, cause.message, cause)));
  child.once('close', (code, signal) => {
    if (code === 0) {
      stream.push(null);
      return;
    }
    const how = signal ? `was ended by ${signal}` : `exited with ${code ?? 'nothing'}`;
    stream.destroy(proxyFailed(target, line, said.trim() ? `${how}: ${said.trim()}` : how));
  });
  return stream;
}

/** A child's stdin and stdout as one stream; destroying it ends the child. It ends when the child has said why. */
class ProxyStream extends Duplex {
  readonly #stdin: Writable;
  readonly #stdout: Readable;
  readonly #kill: () => void;

  constructor(stdin: Writable, stdout: Readable, kill: () => void) {
    super();
    this.#stdin = stdin;
    this.#stdout = stdout;
    this.#kill = kill;
    stdin.on('error', () => undefined);
    stdout.on('data', (chunk: Buffer) => {
      if (!this.push(chunk)) stdout.pause();
    });
  }

  override _read(): void {
    this.#stdout.resume();
  }

  override _write(chunk: Buffer, _encoding: BufferEncoding, callback: (error?: Error | null) => void): void {
    // One that has ended says why by its exit code, not by EPIPE.
    this.#stdin.write(chunk, () => {
      callback();
    });
  }

  override _final(callback: () => void): void {
    this.#stdin.end(callback);
  }

  override _destroy(error: Error | null, callback: (error: Error | null) => void): void {
    this.#kill();
    callback(error);
  }
}

function expandCommand(destination: Destination, command: string): string {
  const { target, host, port, user, hostKeyAlias } = destination;
  try {
    return expandTokens(command, { typed: parseTarget(target).host, host, port, user, hostKeyAlias });
  } catch (cause) {
    throw new TunnelError('config', `The ProxyCommand for ${target} has an ${(cause as Error).message}.`, {
      host: target,
      remedy: 'Correct ProxyCommand in your ssh_config.',
      cause,
    });
  }
}

function proxyFailed(host: string, line: string, why: string, cause?: unknown): TunnelError {
  return new TunnelError('proxy_failed', `The ProxyCommand for ${host} (${line}) ${why}.`, {
    host,
    remedy: 'Run the command by hand, and correct ProxyCommand in your ssh_config.',
    cause,
  });
}
