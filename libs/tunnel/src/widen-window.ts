import type { ClientChannel } from 'ssh2';

/**
 * What the server may send ahead. ssh2 allows 2 MiB and renews it at half: at 100 ms of round-trip time that is no
 * more than 10 MB a second. Much more than this costs more in the memory it goes through than it brings on a fast line.
 */
const windowBytes = 4 * 1024 * 1024;
/** A channel that brought this much is worth a further packet; and again for each time as much. */
const muchBytes = 256 * 1024;

/** The parts of an ssh2 1.x channel that are not in its types. Without them the window stays as it is. */
interface Internals {
  incoming?: { window?: number };
  outgoing?: { id?: number; state?: string };
  _client?: { _protocol?: { channelWindowAdjust?(id: number, bytes: number): void } };
}

/** Widens the receive window of a channel that brings much. Only what was read is renewed: back-pressure stays. */
export function widenWindow(channel: ClientChannel): void {
  const { incoming, outgoing, _client: client } = channel as unknown as Internals;
  const protocol = client?._protocol;
  if (!incoming || !outgoing || typeof protocol?.channelWindowAdjust !== 'function') return;
  let received = 0;
  channel.on('data', (chunk: Buffer) => {
    received += chunk.length;
    const { window } = incoming;
    if (received < muchBytes || outgoing.state === 'closing' || outgoing.state === 'closed') return;
    if (window === undefined || outgoing.id === undefined || window > windowBytes - muchBytes) return;
    incoming.window = windowBytes;
    protocol.channelWindowAdjust?.(outgoing.id, windowBytes - window);
  });
}
