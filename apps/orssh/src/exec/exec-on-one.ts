import type { Cli } from '../cli.js';
import type { FleetExecOptions } from '../commands/exec.js';
import { recordUsage } from '../host/record-usage.js';
import type { FleetTarget } from '../host/select-targets.js';
import type { HostSession } from '../host/session.js';
import { withLease } from '../host/with-lease.js';
import { buildRequest } from './build-request.js';
import { followCommand } from './follow-command.js';

export interface ExecOnOne {
  cli: Cli;
  session: HostSession;
  options: FleetExecOptions;
  words: string[];
}

/** Runs the command on one host, in the raw form; resolves with the exit code. */
export async function execOnOne(
  { cli, session, options, words }: ExecOnOne,
  { target, host: known }: FleetTarget,
): Promise<number> {
  const host = await session
    .openHost(target, { host: known, runsCommands: true })
    .catch(async (error: unknown) => {
      if (!cli.interrupts.signal.aborted) await recordFailure(cli, session, { target, host: known }, error);
      throw error;
    });
  session.progress.end();
  const request = buildRequest(words, options, { stdin: cli.stdin, canAsk: session.asker !== undefined });
  try {
    const inRegistry = known === undefined ? await session.locate(target) : known;
    const note = session.progress.note.bind(session.progress);
    return await withLease({ cli, remote: host, host: inRegistry, options, note }, async (lease) => {
      const following = followCommand({ cli, host, session, request, json: options.json === true, lease });
      // While the host works, this machine has time.
      const recording = inRegistry ? recordUsage(cli, [{ host: inRegistry }]) : undefined;
      const [code] = await Promise.all([following, recording]);
      return code;
    });
  } finally {
    // Not awaited: the goodbye would cost a round trip, and nobody needs the connection any more.
    void host.close().catch(() => undefined);
  }
}

async function recordFailure(
  cli: Cli,
  session: HostSession,
  { target, host }: FleetTarget,
  error: unknown,
): Promise<void> {
  const inRegistry = host === undefined ? await session.locate(target).catch(() => null) : host;
  const failure = error instanceof Error ? error.message : String(error);
  await recordUsage(cli, [{ host: inRegistry, failure }]);
}
