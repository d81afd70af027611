import { isIP } from 'node:net';

/** A host as it is written into the configuration. */
export interface NewHost {
  /** As the person named it. */
  target: string;
  name: string;
  ssh: { host: string; user?: string; port?: number };
}

const form = /^(?:([^@\s:/]+)@)?(\[[^\]\s]+\]|[^@\s:/[\]-][^@\s:/[\]]*)(?::(\d{1,5}))?$/;

/** Reads `[user@]host[:port]`; undefined for what is none. An alias of ssh_config is a host that says nothing else. */
export function newHost(target: string): NewHost | undefined {
  const [, user, given, digits] = form.exec(target) ?? [];
  const port = digits === undefined ? undefined : Number(digits);
  if (given === undefined || (port !== undefined && (port < 1 || port > 65_535))) return undefined;
  const host = given.replace(/^\[|\]$/g, '');
  return { target, name: nameOf(host), ssh: { host, ...(user && { user }), ...(port && { port }) } };
}

/** `web1` of `web1.example.com`; an address stays whole. */
function nameOf(host: string): string {
  return isIP(host) === 0 ? (host.split('.')[0] ?? host) : host.replaceAll(':', '-');
}

/** Gives every host a name that no other has: of two `web1`, the second is `web1-2`. */
export function withOwnNames(hosts: readonly NewHost[], taken: Iterable<string>): NewHost[] {
  const used = new Set(taken);
  return hosts.map((host) => {
    let { name } = host;
    for (let count = 2; used.has(name); count += 1) name = `${host.name}-${count}`;
    used.add(name);
    return { ...host, name };
  });
}
