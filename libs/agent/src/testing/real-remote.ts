import { mkdir, mkdtemp, realpath, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Duplex } from 'node:stream';

import { openHost, StubClient } from '@orssh/adaptor';
import { startSshd } from '@orssh/tunnel/testing';

import type { BashRemote } from '../tools/bash/bash-tool.js';
import { localStat } from './local-stat.js';

/** A workspace on a host that is this machine, behind a real sshd, with a stub of its own. */
export interface RealRemote {
  readonly remote: BashRemote;
  /** Of the workspace, resolved. */
  readonly directory: string;
  /** Breaks every stream to the stub. */
  cut(): void;
  killStub(): void;
  close(): Promise<void>;
}

export async function startRealRemote(): Promise<RealRemote> {
  const [sshd, made] = await Promise.all([startSshd(), mkdtemp(join(tmpdir(), 'orssh-agent-'))]);
  const folder = await realpath(made);
  const configFile = join(folder, 'config');
  await writeFile(
    configFile,
    `Host box\n  HostName 127.0.0.1\n  Port ${sshd.port}\n  User ${sshd.user}\n  IdentityFile ${sshd.clientKey}\n` +
      `  UserKnownHostsFile ${sshd.knownHosts}\n  IdentitiesOnly yes\n`,
  );
  const directory = join(folder, 'project');
  await mkdir(join(directory, 'sub'), { recursive: true });
  const env = { ...process.env, XDG_STATE_HOME: join(folder, 'state') };
  const host = await openHost('box', { configFile, env, installRoot: join(folder, 'root') });
  const streams = new Set<Duplex>();
  const stub = new StubClient({
    ...{ token: host.running.token, host: 'box' },
    async open(options) {
      const stream = await host.running.open(options);
      streams.add(stream);
      return stream;
    },
  });
  const workspaceID = 'wrk_0001agent';
  const exec: StubClient['exec'] = (request, options) => stub.exec({ ...request, workspaceID }, options);
  await stub.registerWorkspace({
    ...{ id: workspaceID, type: 'orssh', name: 'project', directory, projectID: 'project', extra: null },
  });
  const { stub: about } = await stub.health();
  return {
    directory,
    remote: {
      host: 'box',
      stub: Object.assign(Object.create(stub) as StubClient, { exec }),
      files: { stat: (path) => localStat(path, directory) } as BashRemote['files'],
      facts: () => Promise.resolve({ ...about, version: '0', directory }),
      path: (path) => join(path.startsWith('/') ? '/' : directory, path),
    },
    cut() {
      for (const stream of streams) stream.destroy();
      streams.clear();
    },
    killStub() {
      process.kill(about.pid, 'SIGKILL');
    },
    async close() {
      await stub.shutdown().catch(() => false);
      await stub.close();
      await host.close();
      await sshd.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
