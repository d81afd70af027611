import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { findStubBinaries, stopStub } from '@orssh/bootstrap';
import { type RunningSshd, startSshd } from '@orssh/tunnel/testing';

import { openHost, type OpenHostOptions, type RemoteHost } from '../open-host.js';

/** A host that is this machine, behind a real sshd, with a stub of its own. */
export interface RealHost {
  /** What `openHost` needs to reach `box`. */
  readonly options: OpenHostOptions;
  readonly sshd: RunningSshd;
  /** Removed at the end. */
  readonly folder: string;
  /** Opens `box`. */
  open: () => Promise<RemoteHost>;
  /** Kills the stub as nothing else does: it gets no chance to write anything. */
  killStub(host: RemoteHost): void;
  close(): Promise<void>;
}

export async function startRealHost(): Promise<RealHost> {
  const [sshd, folder, stubs] = await Promise.all([
    startSshd(),
    mkdtemp(join(tmpdir(), 'orssh-adaptor-')),
    findStubBinaries(),
  ]);
  const configFile = join(folder, 'config');
  await writeFile(
    configFile,
    `Host box\n  HostName 127.0.0.1\n  Port ${sshd.port}\n  User ${sshd.user}\n  IdentityFile ${sshd.clientKey}\n` +
      `  UserKnownHostsFile ${sshd.knownHosts}\n  IdentitiesOnly yes\n`,
  );
  const env = { ...process.env, XDG_STATE_HOME: join(folder, 'state') };
  const options: OpenHostOptions = { configFile, env, stubs, installRoot: join(folder, 'root') };
  const open = (): Promise<RemoteHost> => openHost('box', options);
  return {
    ...{ options, sshd, folder, open },
    killStub(host) {
      process.kill(host.running.ready.pid, 'SIGKILL');
    },
    async close() {
      const host = await open();
      await stopStub(host.connection, { installRoot: options.installRoot });
      await host.close();
      await sshd.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
