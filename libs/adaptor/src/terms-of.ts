import type { Terms } from '@orssh/protocol';

/** As a configuration has them. */
export interface HostTerms extends Omit<Terms, 'deny'> {
  readonly deny?: readonly string[];
}

/** What a stub has to be told of a host's settings. A stub that knows no such field does its best anyway. */
export function termsOf({
  enforcement,
  network,
  maxProcesses,
  maxMemoryBytes,
  maxOutputBytes,
  deny,
}: HostTerms): Terms {
  return {
    ...(enforcement !== undefined && enforcement !== 'best-effort' && { enforcement }),
    ...(network !== undefined && network !== 'full' && { network }),
    ...(maxProcesses !== undefined && { maxProcesses }),
    ...(maxMemoryBytes !== undefined && { maxMemoryBytes }),
    ...(maxOutputBytes !== undefined && { maxOutputBytes }),
    ...(deny !== undefined && deny.length > 0 && { deny: [...deny] }),
  };
}
