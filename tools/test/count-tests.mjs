const heading = /^> nx run (\S+:(?:test|e2e))\b/;
const colours = /\u001b\[[0-9;]*m/g;
const anyHeading = /^> nx run \S+|^ NX {2,}/;

/**
 * Reads the tests that each Nx target counted from Nx's static output, which it replays for a target from its cache.
 * Understands the summaries of Jest, `node --test` and go-test.mjs; one target may print several.
 */
export function countTests(output) {
  const suites = new Map();
  let suite;
  for (const line of output.replaceAll(colours, '').split('\n')) {
    const started = heading.exec(line);
    if (started) {
      suite = started[1];
      suites.set(suite, { passed: 0, failed: 0, skipped: 0 });
    } else if (anyHeading.test(line)) {
      suite = undefined;
    } else if (suite !== undefined) {
      suites.set(suite, addCounts(suites.get(suite), countLine(line)));
    }
  }
  return suites;
}

/** The tests that needed a second try, as Jest (jest.again.mjs) and go-test.mjs say it; also those that failed again. */
export function secondTries(output) {
  return [...output.replaceAll(colours, '').matchAll(/^ ?(?:LOGGING RETRY ERRORS|SECOND TRY) +(.+)$/gm)].map(
    ([, name]) => name,
  );
}

export function addCounts(a, b) {
  return { passed: a.passed + b.passed, failed: a.failed + b.failed, skipped: a.skipped + b.skipped };
}

function countLine(line) {
  const summary = /^(?:Go tests|Tests): +(.*)/.exec(line)?.[1];
  if (summary !== undefined) {
    const number = (word) => Number(new RegExp(`(\\d+) ${word}`).exec(summary)?.[1] ?? 0);
    return {
      passed: number('passed'),
      failed: number('failed'),
      skipped: number('skipped') + number('todo'),
    };
  }
  const [, word, count] = /^(?:#|ℹ) (pass|fail|cancelled|skipped|todo) (\d+)$/.exec(line) ?? [];
  return {
    passed: word === 'pass' ? Number(count) : 0,
    failed: word === 'fail' || word === 'cancelled' ? Number(count) : 0,
    skipped: word === 'skipped' || word === 'todo' ? Number(count) : 0,
  };
}
