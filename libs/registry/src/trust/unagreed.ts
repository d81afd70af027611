import type { Config } from '../config/schema.js';
import type { FoundFile } from '../find/found-file.js';
import { isCode } from '../find/places.js';
import { aliasesOf } from '../ssh-config/ssh-config-hosts.js';
import { isTrusted, type TrustOptions } from './trusted-files.js';
import { wouldRun } from './would-run.js';
import { wouldTake } from './would-take.js';

/** What reading a project's file would do on this machine that nobody has agreed to; empty where it may be read. */
export function unagreedToRead({ path, origin }: FoundFile, trust: TrustOptions): string[] {
  return origin === 'project' && isCode(path) && !isTrusted(path, trust)
    ? ['run as a program on this machine']
    : [];
}

/** The same of using what it says. */
export function unagreedToUse(
  { path, origin }: Pick<FoundFile, 'path' | 'origin'>,
  config: Config,
  trust: TrustOptions,
): string[] {
  if (origin !== 'project') return [];
  const runs = [...wouldRun(config), ...wouldTake(config, aliasesOf({ env: trust.env }))];
  return runs.length > 0 && !isTrusted(path, trust) ? runs : [];
}
