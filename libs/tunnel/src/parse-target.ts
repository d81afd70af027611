import { TunnelError } from './tunnel-error.js';

/** A target taken apart. What is absent is for the configuration to say. */
export interface ParsedTarget {
  host: string;
  user?: string;
  port?: number;
}

/**
 * Reads `alias`, `[user@]host[:port]`, `[user@][v6]:port`, a bare IPv6 address, or `ssh://[user@]host[:port]`.
 * Throws a {@link TunnelError} with code `config` for anything that ssh would read as an option or that is no name.
 */
export function parseTarget(target: string): ParsedTarget {
  const rest = target.startsWith('ssh://') ? target.slice('ssh://'.length).replace(/\/$/, '') : target;
  const at = rest.lastIndexOf('@');
  const user = at < 0 ? undefined : rest.slice(0, at);
  const { host, port } = splitPort(rest.slice(at + 1));
  if (!isSafeName(host) || host.includes('/')) throw badTarget(target, 'it names no host');
  if (user !== undefined && !isSafeName(user)) throw badTarget(target, 'the user name is not one');
  if (port !== undefined && !(Number(port) >= 1 && Number(port) <= 65535)) {
    throw badTarget(target, `${port} is not a port`);
  }
  return { host, user, port: port === undefined ? undefined : Number(port) };
}

function splitPort(text: string): { host: string; port?: string } {
  const bracketed = /^\[([^\]]*)\](?::(.*))?$/.exec(text);
  if (bracketed) return { host: bracketed[1] ?? '', port: bracketed[2] };
  const colon = text.indexOf(':');
  if (colon < 0 || text.includes(':', colon + 1)) return { host: text };
  return { host: text.slice(0, colon), port: text.slice(colon + 1) };
}

/** OpenSSH refuses the same: names reach ProxyCommand and Match exec, which a shell reads. */
function isSafeName(name: string): boolean {
  return name !== '' && !name.startsWith('-') && !/[\s\x00-\x1f\x7f'"`$\\;&<>|(){}]/.test(name);
}

function badTarget(target: string, why: string): TunnelError {
  const shown = JSON.stringify(target);
  return new TunnelError('config', `${shown} is not an SSH target: ${why}.`, {
    host: target,
    remedy: 'Give an alias of your ssh_config, or user@host[:port].',
  });
}
