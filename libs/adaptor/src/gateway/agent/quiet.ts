/**
 * What clients ask again and again: it neither starts an agent host nor keeps one. The value is what one that does not run would say.
 * A request that is in no row counts.
 */
const rows = new Map<string, unknown>([
  ['GET /session/status', {}],
  ['GET /question', []],
  ['GET /api/session/active', { data: [] }],
  ['POST /log', true],
]);
const ends = /^POST \/(session\/[^/]+\/abort|api\/session\/[^/]+\/interrupt)$/;
/** These do not keep it either, and start it. */
const polled = /^GET \/(mcp|(global|api)\/health|tui\/control\/next|api\/session\/[^/]+\/event)$/;

export interface Quiet {
  /** What is answered where it does not run; absent where it is started. */
  answer?: { json: unknown };
}

export function quietOf(method: string, segments: string[]): Quiet | undefined {
  const asked = `${method} /${segments.join('/')}`;
  if (rows.has(asked)) return { answer: { json: rows.get(asked) } };
  if (ends.test(asked)) return { answer: { json: true } };
  return polled.test(asked) ? {} : undefined;
}
