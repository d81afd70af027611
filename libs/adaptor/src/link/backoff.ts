const longestMs = 30_000;
const jitter = 0.25;

/** Milliseconds before attempt number `attempt`: none before the first, then 1, 2, 4 … 30 s, a quarter more or less. */
export function backoff(attempt: number, random: () => number): number {
  if (attempt <= 1) return 0;
  const planned = Math.min(longestMs, 1000 * 2 ** (attempt - 2));
  return Math.round(planned * (1 - jitter + 2 * jitter * random()));
}
