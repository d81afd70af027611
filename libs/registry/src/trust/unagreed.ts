import type { Config } from '../config/schema.js';
import type { FoundFile } from '../find/found-file.js';
import { isCode } from '../find/places.js';
import type { HostSettings } from '../registry.js';
import { aliasesOf } from '../ssh-config/ssh-config-hosts.js';
import { isTrusted, type TrustOptions } from './trusted-files.js';
import { wouldLoosen } from './would-loosen.js';
import { wouldRun } from './would-run.js';
import { wouldTake } from './would-take.js';

/** What reading a project's file would do on this machine that nobody has agreed to; empty where it may be read. */
export function unagreedToRead({ path, origin }: FoundFile, trust: TrustOptions): string[] {
  return origin === 'project' && isCode(path) && !isTrusted(path, trust)
    ? ['run as a program on this machine']
    : [];
}

/** The same of using what it says; `usual` is what the person's own files want of hosts. */
export function unagreedToUse(
  { path, origin }: Pick<FoundFile, 'path' | 'origin'>,
  config: Config,
  { usual, ...trust }: TrustOptions & { usual: HostSettings },
): string[] {
  if (origin !== 'project') return [];
  const runs = [
    ...wouldRun(config),
    ...wouldTake(config, aliasesOf({ env: trust.env })),
    ...wouldLoosen(config, usual),
  ];
  return runs.length > 0 && !isTrusted(path, trust) ? runs : [];
}
