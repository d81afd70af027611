import type { Destination } from '@orssh/tunnel';

/** Names a host and account, however the person named them: what leases on this machine are kept by. */
export function leaseKey({ user, host, port, proxyJump }: Destination): string {
  const hop = (each: Pick<Destination, 'user' | 'host' | 'port'>): string =>
    `${each.user}@${each.host}:${each.port}`;
  return [hop({ user, host, port }), ...proxyJump.map((each) => `via ${hop(each)}`)].join(' ');
}
