import type { Check, Findings, Line } from './check.js';
import type { Facts } from './facts.js';
import { failed, failedBy, type Finding, skipped } from './finding.js';

const defaultLimitMs = 10_000;
const reason = 'because of: ';

export interface RunOptions {
  /** Ends what is under way; nothing more is started. */
  signal: AbortSignal;
  /** Told each line in order, as soon as it and those before it are known. */
  onLine: (line: Line) => void;
  /** What is looked at now. */
  onBegin?: (title: string) => void;
}

/** Runs the checks in order, each within its limit; resolves with all lines. Rejects only when `signal` aborts. */
export async function runChecks(
  checks: readonly Check[],
  facts: Facts,
  { signal, onLine, onBegin }: RunOptions,
): Promise<Line[]> {
  const made: Line[] = [];
  for (const check of checks) {
    signal.throwIfAborted();
    const blocker = check.needs?.map((id) => made.find((line) => line.id === id)).find(isBlocking);
    onBegin?.(Object.values(check.lines).join(', '));
    const findings = blocker ? {} : await look(check, facts, signal);
    signal.throwIfAborted();
    for (const line of linesOf(check, findings, blocker)) {
      made.push(line);
      onLine(line);
    }
  }
  return made;
}

function isBlocking(line: Line | undefined): line is Line {
  return line?.status === 'failed' || line?.status === 'skipped';
}

function linesOf(check: Check, findings: Findings, blocker: Line | undefined): Line[] {
  let because = blocker;
  return Object.entries(check.lines).map(([id, title]) => {
    const line = { id, group: check.group, title, ...(findings[id] ?? missing(because)) };
    if (line.status === 'failed') because ??= line;
    return line;
  });
}

function missing(because: Line | undefined): Finding {
  if (!because) return skipped('not looked at');
  // One that was skipped because of another passes the reason on.
  const passedOn = because.status === 'skipped' && because.found.startsWith(reason);
  return skipped(passedOn ? because.found : `${reason}${because.title}`);
}

async function look(check: Check, facts: Facts, outer: AbortSignal): Promise<Findings> {
  const limitMs = check.limitMs ?? defaultLimitMs;
  const first = Object.keys(check.lines)[0] ?? '';
  const deadline = AbortSignal.timeout(limitMs);
  const signal = AbortSignal.any([outer, deadline]);
  let onAbort: () => void = () => undefined;
  const ended = new Promise<never>((_resolve, reject) => {
    onAbort = () => {
      reject(signal.reason as Error);
    };
    signal.addEventListener('abort', onAbort);
  });
  try {
    return await Promise.race([check.run(facts, signal), ended]);
  } catch (error) {
    if (deadline.aborted && !outer.aborted) {
      const late = `no answer within ${limitMs / 1000} s`;
      return { [first]: failed(late, 'try again; if it stays so, something there hangs') };
    }
    return { [first]: failedBy(error) };
  } finally {
    signal.removeEventListener('abort', onAbort);
  }
}
