import type { Connection } from './connection.js';
import { cancelledError } from './connection-errors.js';
import type { ConnectOptions } from './connect-options.js';
import type { Destination } from './destination.js';
import { connectTimeout } from './network-errors.js';
import { Deadline } from './deadline.js';
import { loadLogin } from './load-login.js';
import { openTransport } from './open-transport.js';
import { readKnownHosts } from './read-known-hosts.js';
import type { Ssh2Connection } from './ssh2-connection.js';

/**
 * Connects and logs in, hop by hop; every hop proves its own host key. Rejects with a {@link TunnelError}. An
 * authentication that fails is not tried again. The connection keeps the hops and ends them when it ends.
 */
export async function connect(destination: Destination, options: ConnectOptions = {}): Promise<Connection> {
  const opened: Ssh2Connection[] = [];
  try {
    for (const hop of [...destination.proxyJump, destination]) {
      opened.push(await connectHop(hop, opened.at(-1), options));
    }
  } catch (error) {
    await Promise.all(opened.map((hop) => hop.close()));
    throw error;
  }
  const connection = opened.pop();
  if (!connection) throw new Error('unreachable: there is always a last hop');
  options.onState?.(connection.state);
  if (options.onState) connection.onState(options.onState);
  return connection;
}

async function connectHop(
  destination: Destination,
  through: Ssh2Connection | undefined,
  options: ConnectOptions,
): Promise<Ssh2Connection> {
  const { signal: outer, env = process.env, onState } = options;
  const limitMs = options.timeoutMs ?? destination.connectTimeoutMs;
  const ended = new AbortController();
  let step: 'tcp' | 'handshake' | 'auth' = 'tcp';
  const onStep = (next: typeof step): void => {
    step = next;
    onState?.({ name: 'connecting', step });
  };
  const deadline = new Deadline(limitMs, () => {
    ended.abort(connectTimeout(destination, stepNames[step], limitMs));
  });
  const onOuterAbort = (): void => {
    ended.abort(cancelledError(destination, outer?.reason));
  };
  outer?.addEventListener('abort', onOuterAbort);
  try {
    if (outer?.aborted) throw cancelledError(destination, outer.reason);
    onStep('tcp');
    const preparing = Promise.all([loadLogin(), readKnownHosts(destination)]);
    preparing.catch(() => undefined);
    const transport = await openTransport(destination, { through, env, signal: ended.signal });
    transport.on('error', () => undefined);
    try {
      const [{ login }, knownHosts] = await preparing;
      ended.signal.throwIfAborted();
      return await login({
        destination,
        transport,
        through,
        knownHosts,
        deadline,
        prompter: options.prompter,
        onNotice: options.onNotice,
        onLogin: options.onLogin,
        onStep,
        signal: ended.signal,
      });
    } catch (error) {
      transport.destroy();
      throw error;
    }
  } finally {
    deadline.clear();
    outer?.removeEventListener('abort', onOuterAbort);
  }
}

const stepNames = { tcp: 'connection', handshake: 'SSH handshake', auth: 'answer to the login' };
