import type { Duplex } from 'node:stream';

import ssh2, { type Client, type ConnectConfig } from 'ssh2';

import { algorithmsFor } from './algorithms.js';
import { Authenticator } from './authenticator.js';
import { checkHostKey } from './check-host-key.js';
import type { HostKey } from './connection.js';
import type { Deadline } from './deadline.js';
import type { Destination } from './destination.js';
import { saveRoundTrips } from './fewer-round-trips.js';
import { heartbeat } from './heartbeat.js';
import { describeHostKey } from './host-key.js';
import { knownKeyTypes } from './host-key-verdict.js';
import type { KnownHostLine } from './known-hosts.js';
import type { Identity } from './identity.js';
import { loadIdentities } from './load-identities.js';
import { loginAttempts } from './login-attempts.js';
import { loginError } from './login-errors.js';
import type { LoginListener } from './login-event.js';
import { offClock } from './off-clock.js';
import { printable } from '@orssh/protocol/printable';
import type { Prompter } from './prompter.js';
import { TunnelError } from './tunnel-error.js';
import { Ssh2Connection } from './ssh2-connection.js';

export interface LoginOptions {
  destination: Destination;
  transport: Duplex;
  /** The hop that carries the transport; the connection takes it over. */
  through?: Ssh2Connection;
  knownHosts: KnownHostLine[];
  deadline: Deadline;
  prompter?: Prompter;
  onNotice?: (message: string) => void;
  onLogin?: LoginListener;
  onStep: (step: 'handshake' | 'auth') => void;
  signal: AbortSignal;
}

/** Speaks SSH on a byte stream that is open: handshake, host key, login. */
export async function login(options: LoginOptions): Promise<Ssh2Connection> {
  const { destination, signal, onStep } = options;
  onStep('handshake');
  const identities = await loadIdentities(destination);
  const client = new ssh2.Client();
  try {
    return await shakeHands(client, identities, options);
  } catch (error) {
    client.on('error', () => undefined);
    client.destroy();
    throw signal.aborted ? signal.reason : error;
  }
}

function shakeHands(client: Client, identities: Identity[], options: LoginOptions): Promise<Ssh2Connection> {
  const { destination, transport, knownHosts, deadline, onNotice, onLogin, onStep, signal } = options;
  const prompter = options.prompter && offClock(options.prompter, deadline);
  // It may have broken while nobody listened; ssh2 would wait for ever.
  if (transport.destroyed) throw loginError({ destination, cause: transport.errored ?? undefined });
  return new Promise((resolve, reject) => {
    signal.addEventListener(
      'abort',
      () => {
        reject(signal.reason as Error);
      },
      { once: true },
    );
    const attempts = loginAttempts({ destination, identities, prompter, cancel: reject });
    const authenticator = new Authenticator(destination, attempts, onLogin);
    let hostKey: HostKey | undefined;
    let loggingIn = false;

    const failed = (cause?: Error): void => {
      reject(
        loginError({
          ...{ destination, cause, unanswered: deadline.isPaused },
          authenticator: loggingIn ? authenticator : undefined,
        }),
      );
    };
    client.on('error', (error: Error & { level?: string }) => {
      // ssh2 goes on after a key that could not sign; a question that was not answered ends the login.
      if (error.level !== 'agent' || error instanceof TunnelError) failed(error);
      else authenticator.giveUpCurrent(error.message);
    });
    client.once('close', () => {
      failed();
    });
    client.once('end', () => {
      failed();
    });
    client.once('ready', () => {
      if (!hostKey) return;
      authenticator.accepted();
      client.removeAllListeners();
      // In this very tick: an error that follows in the same packet must find its listener.
      resolve(new Ssh2Connection(client, { destination, hostKey, transport, through: options.through }));
      heartbeat(client, transport);
    });
    client.connect({
      sock: transport,
      username: destination.user,
      algorithms: algorithmsFor(destination, knownKeyTypes(knownHosts, destination)),
      readyTimeout: 0,
      keepaliveInterval: destination.serverAliveIntervalMs,
      keepaliveCountMax: destination.serverAliveCountMax,
      strictVendor: false,
      hostVerifier: (key: Buffer, verify: (accepted: boolean) => void) => {
        const shown = describeHostKey(key);
        if (hostKey) {
          // The same key again, at a later key exchange.
          verify(shown.fingerprint === hostKey.fingerprint);
          return;
        }
        onLogin?.({ destination, name: 'server', software: softwareOf(client) });
        checkHostKey({
          destination,
          lines: knownHosts,
          key,
          prompter,
          onNotice,
          onVerdict: (verdict) => onLogin?.({ destination, name: 'host-key', hostKey: shown, verdict }),
        }).then(() => {
          hostKey = shown;
          verify(true);
        }, reject);
      },
      authHandler: ((methodsLeft: string[] | null, partial: boolean, next: (method: unknown) => void) => {
        if (!loggingIn) onStep('auth');
        loggingIn = true;
        authenticator.next(methodsLeft, partial).then(next, reject);
      }) as ConnectConfig['authHandler'],
    });
    saveRoundTrips(client, onLogin ? undefined : firstKeyType(attempts, identities));
  });
}

/** What the server says that it is (`OpenSSH_9.2p1`); ssh2 keeps it where its types do not show it. */
function softwareOf(client: Client): string {
  const { _remoteVer: software } = client as unknown as { _remoteVer?: unknown };
  return typeof software === 'string' ? printable(software) : '';
}

/** Type of the key that is tried first, where a key is. */
function firstKeyType(attempts: { method: string }[], identities: Identity[]): string | undefined {
  if (attempts[0]?.method !== 'publickey') return undefined;
  const first = identities.find(({ kind }) => kind !== 'skipped');
  if (!first || first.kind === 'skipped') return undefined;
  return first.kind === 'file' ? first.key.type : first.publicKey?.type;
}
