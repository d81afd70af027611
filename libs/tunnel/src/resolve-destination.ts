import { askOpenSsh } from './ask-openssh.js';
import { defaultDestination } from './default-destination.js';
import { destinationFromAnswer } from './destination-from-answer.js';
import { expandHome } from './expand-tokens.js';
import { loadLogin } from './load-login.js';
import type { Destination } from './destination.js';
import { type ParsedTarget, parseTarget } from './parse-target.js';
import type { SshSettings } from './ssh-settings.js';
import { TunnelError } from './tunnel-error.js';

export interface ResolveOptions {
  /** How the target is reached, where it is more than a name: what it says wins over ssh_config. */
  ssh?: SshSettings;
  /** A private key to try first (`ssh -i`); kept when it is missing, so that the error can name it. */
  identityFile?: string;
  /** Another ssh_config than the person's and the system's (`ssh -F`). */
  configFile?: string;
  env?: NodeJS.ProcessEnv;
  signal?: AbortSignal;
}

const maxHops = 8;

/**
 * Resolves what a person typed to where and how to connect, by OpenSSH's configuration where `ssh` exists, else by
 * its defaults. Jump hosts are resolved too. Nothing is contacted. Rejects with a {@link TunnelError}.
 */
export async function resolveDestination(target: string, options: ResolveOptions = {}): Promise<Destination> {
  const identityFile = options.identityFile === undefined ? undefined : expandHome(options.identityFile);
  const named = [...(identityFile === undefined ? [] : [identityFile]), ...(options.ssh?.identityFile ?? [])];
  const resolving = resolve(target, { ...options, identityFile }, []);
  // Takes longer than ssh does to answer; a failure shows when the login needs it.
  loadLogin().catch(() => undefined);
  return withIdentities(await resolving, named.map(expandHome));
}

async function resolve(target: string, options: ResolveOptions, seen: string[]): Promise<Destination> {
  const parsed = options.ssh ? fromSettings(options.ssh) : parseTarget(target);
  const env = options.env ?? process.env;
  const base = defaultDestination(target, parsed, env);
  const answer = await askOpenSsh({ ...options, target, parsed, env });
  if (!answer) return withoutOpenSsh(base, options.ssh);
  const destination = located(() => destinationFromAnswer(base, answer, env), target);
  const jumps = answer.get('proxyjump')?.[0];
  if (jumps === undefined || jumps === 'none') return destination;
  return { ...destination, proxyJump: await resolveJumps(jumps.split(','), options, [...seen, target]) };
}

/**
 * As OpenSSH does it: the first hop is reached by its own configuration (which may name hops before it), each later
 * one through the hop before, whatever its own configuration says of proxies.
 */
async function resolveJumps(hops: string[], options: ResolveOptions, seen: string[]): Promise<Destination[]> {
  const [first = '', ...others] = hops;
  if (seen.includes(first)) throw jumpError(seen, `ProxyJump leads back to ${first}`);
  if (seen.length + hops.length > maxHops) throw jumpError(seen, `ProxyJump needs more than ${maxHops} hops`);
  // The identity file and the settings are for the target alone.
  const forHop: ResolveOptions = { ...options, identityFile: undefined, ssh: undefined };
  const [head, ...tail] = await Promise.all([
    resolve(first, forHop, seen),
    ...others.map((hop) => resolveAlone(hop, forHop)),
  ]);
  return [...head.proxyJump, { ...head, proxyJump: [] }, ...tail];
}

async function resolveAlone(target: string, options: ResolveOptions): Promise<Destination> {
  const parsed = parseTarget(target);
  const env = options.env ?? process.env;
  const base = defaultDestination(target, parsed, env);
  const answer = await askOpenSsh({ ...options, target, parsed, env });
  if (!answer) return base;
  return { ...located(() => destinationFromAnswer(base, answer, env), target), proxyCommand: undefined };
}

/** Keys that were named stay when they are missing, so that an error can say so; they are tried first. */
function withIdentities(base: Destination, named: string[]): Destination {
  if (named.length === 0) return base;
  const others = base.identityFiles.filter((file) => !named.includes(file));
  return { ...base, identityFiles: [...named, ...others] };
}

function fromSettings({ host, user, port }: SshSettings): ParsedTarget {
  const parsed = parseTarget(host);
  return { host: parsed.host, user: user ?? parsed.user, port: port ?? parsed.port };
}

/** Without `ssh` only the plainest of settings can be followed. */
function withoutOpenSsh(base: Destination, settings: SshSettings | undefined): Destination {
  const { identitiesOnly = base.identitiesOnly, options = {} } = settings ?? {};
  const other = settings?.proxyJump ? 'ProxyJump' : Object.keys(options)[0];
  const { proxyCommand = base.proxyCommand, hostKeyAlias = base.hostKeyAlias } = settings ?? {};
  if (other === undefined) return { ...base, identitiesOnly, proxyCommand, hostKeyAlias };
  throw new TunnelError(
    'config',
    `${base.target} has the setting ${other}, which OpenSSH has to resolve, and there is no ssh here.`,
    {
      host: base.target,
      remedy: "Install OpenSSH's client.",
    },
  );
}

function located(read: () => Destination, target: string): Destination {
  try {
    return read();
  } catch (cause) {
    throw new TunnelError(
      'config',
      `The SSH configuration for ${target} has an ${(cause as Error).message}.`,
      {
        host: target,
        remedy: `Run \`ssh -G ${target}\` and correct the option.`,
        cause,
      },
    );
  }
}

function jumpError(seen: string[], why: string): TunnelError {
  const host = seen[0] ?? '';
  return new TunnelError('config', `${host} cannot be reached: ${why} (${seen.join(' → ')}).`, {
    host,
    remedy: 'Correct ProxyJump in your ssh_config.',
  });
}
