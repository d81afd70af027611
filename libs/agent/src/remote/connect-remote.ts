import { once } from 'node:events';
import { connect, type Socket } from 'node:net';

import { StubClient } from '@orssh/adaptor';
import type { CommandLook, CommandLookRequest } from '@orssh/protocol';

import type { AgentFile } from '../agent-file.js';
import { gatewayGone } from '../gateway-gone.js';
import { type HostFacts, hostFacts } from './host-facts.js';
import { HostPaths } from './host-path.js';
import { type RemoteFiles, WaitingFiles } from './remote-files.js';
import { type AwayOptions, whileAway } from './while-away.js';

/** A workspace's host, through the gateway's door for agents. */
export interface Remote {
  /** As the person knows it. */
  readonly host: string;
  readonly workspace: AgentFile['workspace'];
  /** Its requests are those of the workspace, and fail with 503 `host_away` while the host is away: see `whileAway`. */
  readonly stub: StubClient;
  readonly files: RemoteFiles;
  /** Asked for once; while the host is away it waits. */
  facts(options?: AwayOptions): Promise<HostFacts>;
  /** What a command would touch that is not granted: see `StubClient.look`. While the host is away it waits. */
  look(request: CommandLookRequest, options?: AwayOptions): Promise<CommandLook>;
  /** Absolute, on the host: what is relative is in the workspace's directory, and paths of the anchor are the host's. */
  path(path: string): string;
  /** As seen from the workspace's directory. */
  relative(path: string): string;
  /** Undo, answered by the gateway itself: before a tool of this message may change files, and once the session rests. */
  readonly door: { port: number; token: string };
  close(): Promise<void>;
}

/** Connects when it is first asked something. */
export function connectRemote(file: AgentFile): Remote {
  const { host, workspace, port, token } = file;
  const stub = new StubClient({ open: (options) => reach(port, host, options), token, host });
  const paths = new HostPaths(file);
  let known: HostFacts | undefined;
  return {
    ...{ host, workspace, stub, files: new WaitingFiles(stub, host), door: { port, token } },
    async facts(options = {}) {
      known ??= await hostFacts(stub, options);
      return known;
    },
    look: (request, { signal, ...away } = {}) =>
      whileAway(() => stub.look(request, { signal }), { signal, ...away }),
    path: (path) => paths.path(path),
    relative: (path) => paths.relative(path),
    close: () => stub.close(),
  };
}

async function reach(port: number, host: string, { signal }: { signal?: AbortSignal }): Promise<Socket> {
  const socket = connect({ host: '127.0.0.1', port, noDelay: true });
  try {
    await once(socket, 'connect', { signal });
    return socket;
  } catch (cause) {
    socket.destroy();
    throw gatewayGone(host, cause);
  }
}
