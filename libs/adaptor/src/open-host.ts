import {
  bootstrap,
  type BootstrapEvent,
  type BootstrapTimings,
  findStubBinaries,
  rememberInFiles,
  type RunningStub,
  type StubBinaries,
} from '@orssh/bootstrap';
import {
  connect,
  type Connection,
  type ConnectionState,
  type ConnectOptions,
  type Destination,
  resolveDestination,
  type SshSettings,
} from '@orssh/tunnel';

import { notEnforced } from './errors.js';
import { loadPool } from './load-pool.js';
import { StubClient } from './stub-client.js';
import type { HostTerms } from './terms-of.js';

/** Progress of {@link openHost}: states of the connection, then the bootstrap's own steps. */
export type OpenHostEvent =
  | { step: 'resolved'; destination: Destination }
  | { step: 'connection'; state: ConnectionState }
  /** Worth telling a person; nothing has failed. */
  | { step: 'notice'; message: string }
  | BootstrapEvent;

export interface ConnectHostOptions extends Pick<ConnectOptions, 'prompter' | 'signal' | 'env'> {
  /** How the target is reached, where it is more than a name of ssh_config: a registry's host. */
  ssh?: SshSettings;
  identityFile?: string;
  /** Log in with this private key (or the agent's, by its public file) and in no other way. */
  onlyKey?: string;
  /** Another ssh_config than the person's (`ssh -F`). */
  configFile?: string;
  onProgress?: (event: OpenHostEvent) => void;
  /** For the connection, each hop; and again for the bootstrap. */
  timeoutMs?: number;
}

export interface OpenHostOptions extends ConnectHostOptions {
  installRoot?: string;
  idleTimeout?: string;
  /** Default: `findStubBinaries()`. */
  stubs?: StubBinaries;
  /** Whether a stub that was reached before is tried first. Default true. */
  remember?: boolean;
  /** For the answer of a stub that listens. Default 10 000. */
  answerTimeoutMs?: number;
  /**
   * Of the commands there. With `enforcement: 'required'` a host whose kernel does not hold them to the approved paths is refused
   * with `not_enforced`.
   */
  terms?: HostTerms;
  /** Only a stub that runs already will do; rejects with `not_running`. */
  ifRunning?: boolean;
}

/** Milliseconds. */
export interface OpenHostTimings {
  resolveMs: number;
  connectMs: number;
  bootstrap: BootstrapTimings;
  totalMs: number;
}

/** A host that is ready for commands. */
export interface RemoteHost {
  readonly destination: Destination;
  readonly connection: Connection;
  readonly stub: StubClient;
  readonly running: RunningStub;
  readonly timings: OpenHostTimings;
  /** Ends the connection; the stub and its commands go on. */
  close(): Promise<void>;
}

/** From what a person types to a host that is ready for commands. Nothing is left open when it rejects. */
export async function openHost(target: string, options: OpenHostOptions = {}): Promise<RemoteHost> {
  const startedAt = performance.now();
  const { env, remember = true, ...rest } = options;
  // Read while the connection is made; the bytes of the binaries are not.
  const stubs = options.stubs ?? findStubBinaries();
  if (stubs instanceof Promise) stubs.catch(() => undefined);
  const { connection, resolveMs, connectMs } = await dial(target, options, loadAhead);
  try {
    const running = await bootstrap(connection, {
      ...rest,
      stubs: await stubs,
      remembered: remember ? rememberInFiles({ env }) : undefined,
    });
    const open = (how: { signal?: AbortSignal }) => running.open(how);
    const stub = new StubClient({
      open,
      token: running.token,
      renewToken: (refused) => running.renewToken(refused),
      host: target,
      terms: options.terms,
    });
    if (options.terms?.enforcement === 'required') await checkEnforcement(stub, target, options.signal);
    return {
      destination: connection.destination,
      connection,
      stub,
      running,
      timings: { resolveMs, connectMs, bootstrap: running.timings, totalMs: performance.now() - startedAt },
      async close() {
        await stub.close();
        await connection.close();
      },
    };
  } catch (error) {
    await connection.close();
    throw error;
  }
}

async function checkEnforcement(stub: StubClient, host: string, signal?: AbortSignal): Promise<void> {
  try {
    const { enforcement } = (await stub.health({ signal })).stub;
    if (!/^kernel\b/.test(enforcement)) throw notEnforced(host, enforcement);
  } catch (error) {
    await stub.close();
    throw error;
  }
}

/** {@link openHost} without a stub: for looking at a host, or taking the stub off it. */
export async function connectHost(target: string, options: ConnectHostOptions = {}): Promise<Connection> {
  return (await dial(target, options)).connection;
}

/** Loads what the next step needs while the server checks the login: earlier it would delay the handshake. */
function loadAhead(): void {
  loadPool().catch(() => undefined);
}

async function dial(
  target: string,
  options: ConnectHostOptions,
  whileLoggingIn?: () => void,
): Promise<{ connection: Connection; resolveMs: number; connectMs: number }> {
  const { ssh, identityFile, onlyKey, configFile, env, prompter, signal, timeoutMs, onProgress } = options;
  const from = performance.now();
  const known = await resolveDestination(target, { ssh, identityFile, configFile, env, signal });
  const destination = onlyKey === undefined ? known : withKeyAlone(known, onlyKey);
  const resolved = performance.now();
  onProgress?.({ step: 'resolved', destination });
  const connection = await connect(destination, {
    prompter,
    signal,
    timeoutMs,
    env,
    onState: (state) => {
      onProgress?.({ step: 'connection', state });
      if (state.name === 'connecting' && state.step === 'auth') whileLoggingIn?.();
    },
    onNotice: (message) => onProgress?.({ step: 'notice', message }),
  });
  return { connection, resolveMs: resolved - from, connectMs: performance.now() - resolved };
}

function withKeyAlone(destination: Destination, key: string): Destination {
  const alone = { identityFiles: [key], identitiesOnly: true, certificateFiles: [], onlyOpenSsh: undefined };
  return { ...destination, ...alone, pubkeyAuthentication: true, preferredAuthentications: ['publickey'] };
}
