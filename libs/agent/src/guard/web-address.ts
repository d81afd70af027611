import { lookup } from 'node:dns/promises';
import { BlockList, isIP } from 'node:net';
import { networkInterfaces } from 'node:os';

import { AgentError } from '../agent-error.js';

export interface AddressesOf {
  /** All addresses of a name. */
  resolve?: (name: string) => Promise<string[]>;
  /** Of this machine. */
  own?: () => string[];
}

/** Rejects with `not_here` for a URL that is on this machine or its link: there the workspace's host is meant. */
export async function checkWebAddress(
  url: string,
  host: string,
  { resolve = resolveName, own = ownAddresses }: AddressesOf = {},
): Promise<void> {
  const name = hostnameOf(url);
  if (name === undefined) return;
  const isLocal = (address: string): boolean => isOfThisMachine(address, own());
  if (/(^|\.)localhost\.?$/i.test(name) || (isIP(name) > 0 && isLocal(name))) throw refusal(url, host);
  if (isIP(name) > 0) return;
  // A name that does not resolve is OpenCode's to complain about.
  const addresses = await resolve(name).catch(() => []);
  if (addresses.some(isLocal)) throw refusal(url, host);
}

function hostnameOf(url: string): string | undefined {
  try {
    return new URL(url).hostname.replace(/^\[|\]$/g, '');
  } catch {
    return undefined;
  }
}

const near = new BlockList();
near.addSubnet('127.0.0.0', 8, 'ipv4');
near.addSubnet('0.0.0.0', 8, 'ipv4');
near.addSubnet('169.254.0.0', 16, 'ipv4');
near.addAddress('::', 'ipv6');
near.addAddress('::1', 'ipv6');
near.addSubnet('fe80::', 10, 'ipv6');

function isOfThisMachine(address: string, own: readonly string[]): boolean {
  const plain = ipv4Of(address) ?? address;
  return near.check(plain, isIP(plain) === 6 ? 'ipv6' : 'ipv4') || own.includes(plain);
}

/** An IPv4 address that is written as one of IPv6 (`::ffff:7f00:1`). */
function ipv4Of(address: string): string | undefined {
  const [, dotted, high, low] =
    /^::(?:ffff:)?(?:(\d+\.\d+\.\d+\.\d+)|([0-9a-f]{1,4}):([0-9a-f]{1,4}))$/i.exec(address) ?? [];
  if (dotted !== undefined) return dotted;
  if (high === undefined || low === undefined) return undefined;
  const [a, b] = [Number.parseInt(high, 16), Number.parseInt(low, 16)];
  return [a >> 8, a & 255, b >> 8, b & 255].join('.');
}

async function resolveName(name: string): Promise<string[]> {
  return (await lookup(name, { all: true })).map(({ address }) => address);
}

function ownAddresses(): string[] {
  return Object.values(networkInterfaces()).flatMap((all) => (all ?? []).map(({ address }) => address));
}

function refusal(url: string, host: string): AgentError {
  return new AgentError(
    'not_here',
    host,
    `${url} is on the machine OpenCode runs on, which is not the workspace's: localhost means ${host} here.`,
    `Use bash with curl: it runs on ${host}.`,
  );
}
