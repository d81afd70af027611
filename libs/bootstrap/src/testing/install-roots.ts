import { join } from 'node:path';

import type { Connection } from '@orssh/tunnel';

import { stopStub } from '../index.js';
import { tempDir } from './temp-dir.js';

/** Makes install roots; the stubs in them are stopped after each test. */
export function installRoots(sshd: { connection(): Promise<Connection> }): () => Promise<string> {
  const roots: string[] = [];
  afterEach(async () => {
    const connection = await sshd.connection();
    for (const installRoot of roots.splice(0)) await stopStub(connection, { installRoot });
  });
  return async () => {
    const installRoot = join(await tempDir(), 'ro ot');
    roots.push(installRoot);
    return installRoot;
  };
}
