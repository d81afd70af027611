import { mkdir, mkdtemp, realpath, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { openHost } from '@orssh/adaptor';
import { startSshd } from '@orssh/tunnel/testing';

import type { AgentFile } from '../agent-file.js';
import { connectRemote, type Remote } from '../remote/index.js';
import { openDoor, type RealDoor } from './real-door.js';

/** A workspace on a host that is this machine, behind a real sshd, with a stub of its own. */
export interface RealRemote {
  readonly remote: Remote;
  readonly file: AgentFile;
  readonly door: RealDoor;
  /** Of the workspace, resolved. */
  readonly directory: string;
  /** Ends the stub as nothing else does, and starts another. */
  restartStub(): Promise<void>;
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
  const [directory, anchor] = [join(folder, 'project'), join(folder, 'anchor')];
  for (const made of [join(directory, 'sub'), join(anchor, 'sub')]) await mkdir(made, { recursive: true });
  const env = { ...process.env, XDG_STATE_HOME: join(folder, 'state') };
  const open = () => openHost('box', { configFile, env, installRoot: join(folder, 'root') });
  let host = await open();
  const workspace = { id: 'wrk_0001agent', projectID: 'project', name: 'project', directory };
  await host.stub.registerWorkspace({ ...workspace, type: 'orssh', extra: null });
  const door = await openDoor(() => host.running.open({}), {
    workspaceID: workspace.id,
    stubToken: () => host.running.token,
  });
  const file: AgentFile = { v: 1, port: door.port, token: door.token, host: 'box', workspace, anchor };
  const remote = connectRemote(file);
  return {
    ...{ remote, file, door, directory },
    async restartStub() {
      door.away(true);
      process.kill(host.running.ready.pid, 'SIGKILL');
      door.cut();
      await host.close();
      host = await open();
      door.away(false);
    },
    async close() {
      await remote.close();
      await door.close();
      await host.stub.shutdown().catch(() => false);
      await host.close();
      await sshd.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
