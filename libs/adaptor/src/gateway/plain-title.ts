import { isRecord } from './durable-event.js';

/** OpenCode writes a session's title to the terminal as it is, as the name of the window: what a terminal obeys is taken out. */
export function plainTitle(title: string): string {
  return title.replace(/[\p{Cc}\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]+/gu, ' ');
}

/** A session, a list of them, or an event's data or properties with one as `info`, their titles {@link plainTitle}s. Anything else stays. */
export function withPlainTitle(value: Record<string, unknown>): Record<string, unknown>;
export function withPlainTitle(value: unknown): unknown;
export function withPlainTitle(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withPlainTitle);
  if (!isRecord(value)) return value;
  const { title, info, data } = value;
  return {
    ...value,
    ...(typeof title === 'string' ? { title: plainTitle(title) } : {}),
    ...(isRecord(info) ? { info: withPlainTitle(info) } : {}),
    ...(isRecord(data) || Array.isArray(data) ? { data: withPlainTitle(data as unknown) } : {}),
  };
}

/** Whether the answers to such a request are sessions. */
export function answersSessions(method: string, segments: readonly string[]): boolean {
  const [first = '', second = '', , fourth] =
    segments[0] === 'api' || segments[0] === 'experimental' ? segments.slice(1) : segments;
  if (first !== 'session' || second === 'status' || second === 'active' || fourth !== undefined) return false;
  const verb = segments[0] === 'session' ? segments[2] : segments[3];
  return (
    ['GET', 'POST', 'PATCH'].includes(method) &&
    ['children', 'fork', 'revert', 'unrevert', 'share', undefined].includes(verb)
  );
}
