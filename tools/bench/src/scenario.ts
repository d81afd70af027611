import { rmSync } from 'node:fs';
import { join } from 'node:path';

import { openHost, type OpenHostOptions, type RemoteHost } from '@orssh/adaptor';

import { run } from './process.js';
import type { SshHost } from './ssh-host.js';

/** A way to the benchmark's host: directly, or through the delaying proxy. */
export interface Route {
  name: string;
  host: SshHost;
  /** ssh_config that holds the alias `name`. */
  config: string;
  /** `orssh`, bundled. */
  cli: string;
}

/** Where the stub lives. */
export const installRootOf = (route: Route): string => join(route.host.folder, 'root');

/** `ssh`, to be run in the route's {@link environment}. */
export const ssh = (...args: string[]): string[] => ['ssh', ...args];

/** `orssh exec` as a process of its own. */
export const orsshExec = (route: Route, ...command: string[]): string[] => [
  process.execPath,
  route.cli,
  'exec',
  '--install-root',
  installRootOf(route),
  route.name,
  '--',
  ...command,
];

/**
 * `ssh` finds the benchmark's configuration by a wrapper on PATH, for both sides; remembered stubs stay in the
 * benchmark's folder. Nothing here uses TLS: Node is not to read a machine's extra certificates at each start.
 */
export const environment = (route: Route): NodeJS.ProcessEnv => ({
  ...process.env,
  NODE_EXTRA_CA_CERTS: undefined,
  PATH: `${join(route.host.folder, `bin-${route.name}`)}:${process.env['PATH'] ?? ''}`,
  XDG_STATE_HOME: join(route.host.folder, 'state'),
});

export const open = (route: Route, options: OpenHostOptions = {}): Promise<RemoteHost> =>
  openHost(route.name, { installRoot: installRootOf(route), env: environment(route), ...options });

/** Runs a command in the library and reads all of its output. */
export async function execAndRead(host: RemoteHost, argv: string[], minimumBytes = 0): Promise<void> {
  const command = await host.stub.exec({ argv, onFull: 'block' });
  let bytes = 0;
  for await (const { data } of command.output) bytes += data.length;
  const { exitCode } = await command.exit;
  if (exitCode !== 0) throw new Error(`${argv.join(' ')} ended with ${String(exitCode)}`);
  if (bytes < minimumBytes) throw new Error(`${argv.join(' ')} printed only ${bytes} bytes`);
}

/** Takes the stub off the host, and forgets it, so that the next connection is a cold one. */
export async function makeCold(route: Route): Promise<void> {
  const stub = join(installRootOf(route), 'bin/opencode-remote-ssh-stub');
  await run([stub, 'stop', '--root', installRootOf(route)]).catch((error: unknown) => {
    if (!String(error).includes('ENOENT')) throw error;
  });
  rmSync(installRootOf(route), { recursive: true, force: true });
  rmSync(join(route.host.folder, 'state'), { recursive: true, force: true });
}
