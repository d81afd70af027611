import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

import type { StubClient } from '@orssh/adaptor';
import type { BootstrapEvent, RememberedStubs, RunningStub } from '@orssh/bootstrap';
import type { Connection, Destination } from '@orssh/tunnel';
import type { LoopbackHost } from '@orssh/tunnel/loopback-host';

import type { DemoLibraries } from '../libraries.js';

/** Until the demonstration's stub ends by itself, should everything that stops it fail. */
const idleTimeout = '1m';

/** The host of the demonstration, with a home of its own. Nothing of the person's own files is read or written. */
export class DemoHost {
  private constructor(
    private readonly libraries: DemoLibraries,
    readonly folder: string,
    private readonly server: LoopbackHost,
    readonly destination: Destination,
    readonly remembered: RememberedStubs,
  ) {}

  static async start(libraries: DemoLibraries): Promise<DemoHost> {
    const folder = await mkdtemp(join(tmpdir(), 'orssh-demo-'));
    let server: LoopbackHost | undefined;
    try {
      const home = join(folder, 'home');
      await mkdir(home, { mode: 0o700 });
      const remembered = libraries.rememberInFiles({ directory: join(folder, 'remembered') });
      server = await libraries.startLoopbackHost({ home });
      const knownHosts = join(folder, 'known_hosts');
      await writeFile(knownHosts, `${server.hostKeyLine}\n`);
      return new DemoHost(libraries, folder, server, demoDestination(server, knownHosts), remembered);
    } catch (error) {
      await server?.close();
      await rm(folder, { recursive: true, force: true });
      throw error;
    }
  }

  /** Where the stub lives. */
  get root(): string {
    return join(this.folder, 'home', '.opencode-remote-ssh');
  }

  connect(signal: AbortSignal): Promise<Connection> {
    return this.libraries.connect(this.destination, { signal });
  }

  async bootstrap(
    connection: Connection,
    { signal, onProgress }: { signal: AbortSignal; onProgress?: (event: BootstrapEvent) => void },
  ): Promise<{ running: RunningStub; stub: StubClient }> {
    const stubs = await this.libraries.findStubBinaries();
    const { remembered } = this;
    const running = await this.libraries.bootstrap(connection, {
      stubs,
      remembered,
      idleTimeout,
      signal,
      onProgress,
    });
    const { StubClient } = this.libraries;
    return {
      running,
      stub: new StubClient({
        open: (o) => running.open(o),
        token: running.token,
        renewToken: (refused) => running.renewToken(refused),
        host: this.destination.target,
      }),
    };
  }

  uninstall(connection: Connection): Promise<{ removed: boolean }> {
    return this.libraries.uninstallStub(connection, { remembered: this.remembered });
  }

  /** Leaves nothing behind, whatever has failed before: no process, no file. */
  async close(): Promise<void> {
    const stub = join(this.root, 'bin', 'opencode-remote-ssh-stub');
    // It is this machine, so the stub can be stopped without the connection. Not being there is the usual case.
    await promisify(execFile)(stub, ['stop', '--root', this.root]).catch(() => undefined);
    await this.server.close();
    await rm(this.folder, { recursive: true, force: true });
  }
}

function demoDestination({ port, user, clientKeyFile }: LoopbackHost, knownHosts: string): Destination {
  return {
    target: 'demo',
    host: '127.0.0.1',
    port,
    user,
    identityFiles: [clientKeyFile],
    identitiesOnly: true,
    certificateFiles: [],
    userKnownHostsFiles: [knownHosts],
    globalKnownHostsFiles: [],
    strictHostKeyChecking: 'yes',
    hashKnownHosts: false,
    proxyJump: [],
    connectTimeoutMs: 10_000,
    serverAliveIntervalMs: 15_000,
    serverAliveCountMax: 3,
    preferredAuthentications: ['publickey'],
    passwordAuthentication: false,
    keyboardInteractive: false,
    pubkeyAuthentication: true,
  };
}
