import { duration } from '@orssh/doctor/duration';
import pMap from 'p-map';

import type { Colors } from '../output/colors.js';
import { escapeControl } from '../output/escape-control.js';
import type { LiveLines } from '../output/live-lines.js';
import { hanging } from '../output/wrap.js';
import type { NewHost } from './new-host.js';

export interface TestedHost {
  host: NewHost;
  /** Milliseconds to a login. */
  ms?: number;
  /** Why there was none. */
  error?: Error & { remedy?: string };
}

export interface TestOptions {
  /** Logs in and out again; nothing is uploaded. */
  logIn: (host: NewHost) => Promise<void>;
  lines: LiveLines;
  colors: Colors;
  signal: AbortSignal;
  /** Of the terminal. */
  width: number;
}

/** Each is a login on another server, or the same firewall would take them for an attack. */
const atOnce = 8;

/** Logs in on all of them at once, with a line for each. Rejects only when `signal` aborts. */
export async function testHosts(
  hosts: readonly NewHost[],
  { logIn, lines, colors, signal, width: columns }: TestOptions,
): Promise<TestedHost[]> {
  const width = Math.max(...hosts.map(({ target }) => target.length));
  const label = ({ target }: NewHost): string => escapeControl(target).padEnd(width);
  hosts.forEach((host, place) => {
    lines.set(place, `  ${colors.dim('…')} ${label(host)}  ${colors.dim('logging in')}`);
  });
  const test = async (host: NewHost, place: number): Promise<TestedHost> => {
    signal.throwIfAborted();
    const from = performance.now();
    try {
      await logIn(host);
      const ms = performance.now() - from;
      lines.set(place, `  ${colors.green('✓')} ${label(host)}  logged in, ${duration(ms)}`, { final: true });
      return { host, ms };
    } catch (error) {
      signal.throwIfAborted();
      const failure = error instanceof Error ? error : new Error(String(error));
      // One column less, or some terminals break the line by themselves.
      const why = hanging(escapeControl(failure.message), columns - 1, width + 6);
      lines.set(place, `  ${colors.red('✗')} ${label(host)}  ${why}`, { final: true });
      return { host, error: failure };
    }
  };
  try {
    return await pMap(hosts, test, { concurrency: atOnce });
  } finally {
    lines.end();
  }
}
