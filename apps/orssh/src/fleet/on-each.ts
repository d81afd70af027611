import { tenths } from '@orssh/doctor/duration';

import type { Cli } from '../cli.js';
import { explain } from '../commands/explain.js';
import type { FleetTarget } from '../host/select-targets.js';
import { describeFailure, type Failure } from '../output/render-error.js';
import { atOnce } from './at-once.js';

/** What became of one host: a value, or why there is none. */
export interface HostResult<Value> {
  readonly target: FleetTarget;
  readonly ms: number;
  readonly value?: Value;
  readonly error?: Failure;
}

/** Does the same on each host, on some at once. One that fails keeps no other from its turn; only Ctrl-C ends all. */
export async function onEach<Value>(
  cli: Cli,
  { targets, parallel }: { targets: readonly FleetTarget[]; parallel: number },
  work: (target: FleetTarget) => Promise<Value>,
): Promise<HostResult<Value>[]> {
  const results: HostResult<Value>[] = [];
  const one = async (target: FleetTarget): Promise<HostResult<Value>> => {
    const from = performance.now();
    const ms = () => tenths(performance.now() - from);
    try {
      cli.interrupts.signal.throwIfAborted();
      const value = await work(target);
      return { target, ms: ms(), value };
    } catch (error) {
      return { target, ms: ms(), error: describeFailure(await explain(cli, error)) };
    }
  };
  await atOnce([...targets.entries()], parallel, async ([at, target]) => {
    results[at] = await one(target);
  });
  cli.interrupts.signal.throwIfAborted();
  return results;
}
