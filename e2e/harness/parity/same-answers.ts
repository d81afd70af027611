import { type Difference, differentOnPurpose } from './different-on-purpose.js';
import type { Outcome } from './outcome.js';

/** Fails where the host's tools answer otherwise than the built-ins, unless it is meant. */
export function expectSameAnswers({ here, there }: { here: Outcome[]; there: Outcome[] }): void {
  const others = here.flatMap((outcome, at) => {
    const meant = differentOnPurpose.find((difference) => isOf(difference, outcome));
    return meant ? [{ at, meant }] : [];
  });
  for (const { at, meant } of others) {
    expect(here[at]).toMatchObject(meant.here ?? {});
    expect(there[at]).toMatchObject(meant.there ?? {});
  }
  const same = (all: Outcome[]): Outcome[] =>
    all.filter((_, at) => !others.some((other) => other.at === at)).map(alike);
  expect(same(there)).toEqual(same(here));
}

function isOf({ tool, input }: Difference, outcome: Outcome): boolean {
  if (tool !== outcome.tool || !input) return false;
  const given = outcome.input as Record<string, unknown> | undefined;
  return Object.entries(input).every(([name, value]) => given?.[name] === value);
}

function alike(outcome: Outcome): Outcome {
  return differentOnPurpose
    .filter(({ tool }) => tool === outcome.tool)
    .reduce((left, difference) => difference.alike?.(left) ?? left, outcome);
}
