import type { Client, ParsedKey } from 'ssh2';

/** The parts of ssh2 1.x that are not in its types. All of this file is left out where one of them is missing. */
interface Protocol {
  authPK(user: string, key: ParsedKey, algorithm?: string, sign?: Sign): void;
  service(name: string): void;
  cancelTcpipForward(address: string, port: number, wantReply: boolean): void;
  _handlers: Record<string, ((...args: never[]) => void) | undefined>;
}
type Sign = (data: Buffer, callback: (signature: Buffer) => void) => void;

const hashOf: Record<string, string> = {
  'rsa-sha2-256': 'sha256',
  'rsa-sha2-512': 'sha512',
  'ssh-rsa': 'sha1',
};

/**
 * Saves round trips that ssh2 makes and SSH does not need. Call right after `client.connect()`.
 *
 * - A key in memory signs at once, in place of asking first whether the server knows it (RFC 4252, 7: the query is
 *   optional). Keys of agents and locked keys still ask: signing may bother a person.
 * - The login follows the service request without waiting for its answer (RFC 4253, 10 demands the wait only for
 *   key exchanges without a server signature). An RSA key waits until the server has said which signatures it takes.
 * - The server's other host keys (hostkeys-00@openssh.com) are not asked to prove themselves: nothing here stores
 *   them, and ssh2 ends the connection when one is of a kind that it cannot parse. A request that means
 *   nothing and has no answer is sent in their place, for the acknowledgement that goes with it: until that comes,
 *   sshd's Nagle holds back the answer to the first channel (40 ms with delayed acknowledgements).
 */
export function saveRoundTrips(client: Client, firstKeyType: string | undefined): void {
  const protocol = (client as unknown as { _protocol?: Protocol })._protocol;
  if (typeof protocol?.authPK !== 'function' || typeof protocol.service !== 'function') return;
  if (typeof protocol._handlers !== 'object') return;
  signAtOnce(protocol);
  refuseHostKeys(protocol);
  if (firstKeyType !== undefined) loginWithServiceRequest(protocol, firstKeyType);
}

function signAtOnce(protocol: Protocol): void {
  const authPK = protocol.authPK.bind(protocol);
  protocol.authPK = (user, key, algorithm, sign) => {
    if (sign !== undefined || !key.isPrivateKey()) {
      authPK(user, key, algorithm, sign);
      return;
    }
    authPK(user, key, algorithm, (data, callback) => {
      const signature = key.sign(data, hashOf[algorithm ?? '']) as Buffer | Error;
      if (signature instanceof Error) throw signature;
      callback(signature);
    });
  };
}

function refuseHostKeys(protocol: Protocol): void {
  const { GLOBAL_REQUEST: original } = protocol._handlers;
  if (original === undefined) return;
  protocol._handlers['GLOBAL_REQUEST'] = (_protocol: unknown, name: string, ...rest: unknown[]) => {
    if (name === 'hostkeys-00@openssh.com') {
      if (typeof protocol.cancelTcpipForward === 'function') protocol.cancelTcpipForward('', 0, false);
      return;
    }
    (original as (...args: unknown[]) => void)(_protocol, name, ...rest);
  };
}

function loginWithServiceRequest(protocol: Protocol, firstKeyType: string): void {
  const { SERVICE_ACCEPT: accepted, EXT_INFO: extensions } = protocol._handlers;
  if (accepted === undefined || extensions === undefined) return;
  const service = protocol.service.bind(protocol);
  let signaturesKnown = firstKeyType !== 'ssh-rsa';
  let begun = false;
  const begin = (...args: unknown[]): void => {
    if (begun) return;
    begun = true;
    (accepted as (...args: unknown[]) => void)(...args);
  };
  protocol._handlers['EXT_INFO'] = (...args: unknown[]) => {
    signaturesKnown = true;
    (extensions as (...args: unknown[]) => void)(...args);
  };
  protocol._handlers['SERVICE_ACCEPT'] = begin;
  protocol.service = (name) => {
    service(name);
    // In the next tick: the extensions usually came with the packet that is being read.
    process.nextTick(() => {
      if (signaturesKnown) begin(protocol, name);
    });
  };
}
