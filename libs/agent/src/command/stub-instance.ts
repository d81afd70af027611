import type { StubClient } from '@orssh/adaptor';

import { type AwayOptions, whileAway } from '../remote/while-away.js';

const known = new WeakMap<object, string>();

/** Which run of the stub answers. `fresh`: asked now; else it may be from before. */
export async function stubInstance(
  stub: Pick<StubClient, 'health'>,
  { fresh = false, ...options }: AwayOptions & { fresh?: boolean } = {},
): Promise<string> {
  const before = known.get(stub);
  if (before !== undefined && !fresh) return before;
  const { stub: answers } = await whileAway(() => stub.health({ signal: options.signal }), options);
  known.set(stub, answers.instance);
  return answers.instance;
}
