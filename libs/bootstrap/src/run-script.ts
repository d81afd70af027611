import { randomBytes } from 'node:crypto';

import type { Connection, RemoteProcess } from '@orssh/tunnel';

import { BootstrapError } from './errors.js';
import { excerpt } from './excerpt.js';
import { type Answer, parseAnswer } from './parse-answer.js';

const maxPrinted = 1024 * 1024;

/**
 * Runs a script through /bin/sh with the script on its stdin, so that neither the login shell nor what its rc files print
 * matters, and resolves with the answer as soon as its last line is there. `write` gets a fresh marker.
 * Rejects with `no_shell` where no answer begins, with `hostile_response` where it is not one; the caller's signal bounds the wait.
 */
export async function runScript(
  connection: Connection,
  write: (marker: string) => string,
  signal: AbortSignal,
): Promise<Answer> {
  return (await askScript(connection, write, signal)).answer;
}

/** {@link runScript}, with what the login printed before the script began. */
export async function askScript(
  connection: Connection,
  write: (marker: string) => string,
  signal: AbortSignal,
): Promise<{ answer: Answer; noise: string }> {
  const marker = randomBytes(16).toString('hex');
  const script = write(marker);
  const remote = await connection.exec('exec /bin/sh', { signal });
  try {
    remote.stdin.end(script);
    const errors = collectErrors(remote);
    const printed = await readUntil(remote, `orssh:${marker}:end\n`, signal);
    const answer = parseAnswer(printed, marker);
    if (typeof answer !== 'string')
      return { answer, noise: `${errors()}${noiseBefore(printed, marker)}`.trim() };
    throw noAnswer(connection.destination.target, answer, `${errors()}\n${printed}`);
  } finally {
    remote.close();
  }
}

function noiseBefore(printed: string, marker: string): string {
  return printed.slice(0, Math.max(0, printed.indexOf(`orssh:${marker}:begin`)));
}

function collectErrors(remote: RemoteProcess): () => string {
  let text = '';
  remote.stderr.on('data', (chunk: Buffer) => {
    if (text.length < 4096) text += chunk.toString('utf8');
  });
  return () => text;
}

async function readUntil(remote: RemoteProcess, last: string, signal: AbortSignal): Promise<string> {
  const chunks: Buffer[] = [];
  let size = 0;
  let tail = '';
  const onAbort = (): void => {
    remote.stdout.destroy(signal.reason as Error);
  };
  signal.addEventListener('abort', onAbort, { once: true });
  try {
    signal.throwIfAborted();
    for await (const chunk of remote.stdout as AsyncIterable<Buffer>) {
      chunks.push(chunk);
      size += chunk.length;
      // The last line may be cut between chunks.
      tail = (tail.slice(-last.length) + chunk.toString('latin1')).replaceAll('\r\n', '\n');
      if (size > maxPrinted || tail.includes(last)) break;
    }
  } finally {
    signal.removeEventListener('abort', onAbort);
  }
  return Buffer.concat(chunks).toString('utf8');
}

function noAnswer(
  host: string,
  what: 'nothing' | 'incomplete' | 'malformed',
  printed: string,
): BootstrapError {
  if (what === 'nothing')
    return new BootstrapError({
      code: 'no_shell',
      host,
      message: `The login on ${host} did not run a command through /bin/sh${excerpt(printed)}.`,
      remedy:
        'The account needs a login shell that runs commands: look for a forced command, nologin, or a start-up file that ends the shell or starts another one.',
    });
  return new BootstrapError({
    code: 'hostile_response',
    host,
    message: `The look at ${host} was answered in a form that it cannot have (${what})${excerpt(printed)}.`,
    remedy: 'Try again; if it stays so, something between here and the shell changes what is printed.',
  });
}
