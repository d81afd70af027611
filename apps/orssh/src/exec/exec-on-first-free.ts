import { explain } from '../commands/explain.js';
import { escapeControl } from '../output/escape-control.js';
import { describeFailure } from '../output/render-error.js';
import { pickTarget } from '../host/select-targets.js';
import { type ExecOnOne, execOnOne } from './exec-on-one.js';

/**
 * Runs the command on one of several hosts. One that cannot be reached, or that somebody else has, is passed over for the next;
 * the last one's failure is the command's. Nothing has run on a host that was passed over.
 */
export async function execOnFirstFree(how: ExecOnOne & { targets: readonly string[] }): Promise<number> {
  const { cli, session, options } = how;
  const tried = new Set<string>();
  let last: unknown;
  for (;;) {
    const target = await pickTarget({ cli, session, words: how.targets, options }, tried);
    if (!target) throw last;
    try {
      return await execOnOne(how, target);
    } catch (error) {
      if (cli.interrupts.signal.aborted || !isUnavailable(error)) throw error;
      last = error;
      tried.add(target.picked);
      const { message } = describeFailure(await explain(cli, error, options));
      session.progress.note(`orssh: ${escapeControl(target.target)} is passed over: ${message}`);
    }
  }
}

/** By their names: importing the classes would load their libraries. A connection that is lost may have run the command. */
function isUnavailable(error: unknown): error is Error {
  if (!(error instanceof Error) || !('code' in error)) return false;
  if (error.name === 'LeaseError') return error.code === 'held';
  if (error.name === 'StubError') return 'kind' in error && error.kind === 'LeaseHeldError';
  if (error.name === 'TunnelError')
    return !['lost', 'cancelled', 'auth_cancelled', 'config'].includes(String(error.code));
  return error.name === 'BootstrapError' && error.code !== 'cancelled';
}
