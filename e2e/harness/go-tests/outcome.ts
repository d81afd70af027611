/** What `go test -v` printed, counted: subtests each, a test that only has some not. */
export interface Outcome {
  passed: number;
  failed: string[];
  /** How many tests were skipped for each reason. */
  skipped: Map<string, number>;
}

export function readOutcome(output: string): Outcome {
  const ends = new Map<string, string>();
  const said = new Map<string, string>();
  let current = '';
  for (const line of output.split('\n')) {
    current = /^=== (?:RUN|NAME|CONT) +(\S+)/.exec(line)?.[1] ?? current;
    const log = /^ *\w+_test\.go:\d+: (.*)/.exec(line)?.[1];
    if (log !== undefined) said.set(current, log);
    const [, how, name] = /^ *--- (PASS|FAIL|SKIP): (\S+)/.exec(line) ?? [];
    if (how !== undefined && name !== undefined) ends.set(name, how);
  }
  const outcome: Outcome = { passed: 0, failed: [], skipped: new Map() };
  const parents = new Set([...ends.keys()].flatMap(ancestors));
  for (const [name, how] of ends) {
    const reason = said.get(name) ?? '';
    if (parents.has(name) && how !== 'FAIL') continue;
    if (how === 'PASS') outcome.passed++;
    else if (how === 'FAIL') outcome.failed.push(name);
    else outcome.skipped.set(reason, (outcome.skipped.get(reason) ?? 0) + 1);
  }
  return outcome;
}

function ancestors(name: string): string[] {
  const parts = name.split('/');
  return parts.slice(1).map((_, index) => parts.slice(0, index + 1).join('/'));
}
