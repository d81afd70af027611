import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Readable } from 'node:stream';

import type { Connection, ForwardTarget } from '../../connection.js';

/** A connection under test, and the power to break it. */
export interface Subject {
  connection: Connection;
  /** Breaks the network, as seen from the connection. */
  disconnect: () => Promise<void> | void;
}

export interface ConformanceOptions {
  /** False where the server does not deliver signals (OpenSSH: to root, and where sshd itself is not root). */
  signals: boolean;
  /** False where the server forwards to TCP ports only. */
  sockets: boolean;
}

/** Makes a fresh connection. `listening` is what a fake must reach; a real host finds it by itself. */
export type ConnectionFactory = (options: { listening: ForwardTarget[] }) => Promise<Subject>;

const cleanups: (() => Promise<unknown>)[] = [];

/** Runs when the test that is running has ended, the last one first. */
export function afterThisTest(clean: () => Promise<unknown>): void {
  cleanups.push(clean);
}

/** To be called in every describe block that uses {@link afterThisTest}. */
export function cleanUpAfterEach(): void {
  afterEach(async () => {
    for (let clean = cleanups.pop(); clean; clean = cleanups.pop()) await clean();
  });
}

export async function connected(
  factory: ConnectionFactory,
  listening: ForwardTarget[] = [],
): Promise<Subject> {
  const subject = await factory({ listening });
  afterThisTest(() => subject.connection.close());
  return subject;
}

export async function temporaryFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'orssh-conformance-'));
  afterThisTest(() => rm(folder, { recursive: true, force: true }));
  // The host may write there as another user.
  await chmod(folder, 0o777);
  return folder;
}

export async function read(stream: Readable): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of stream) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}

/** The error that a promise rejects with; fails the test when it resolves. */
export async function rejection(promise: Promise<unknown>): Promise<Error> {
  try {
    await promise;
  } catch (error) {
    return error as Error;
  }
  throw new Error('It resolved, and should have been rejected.');
}
