import { InvalidArgumentError } from 'commander';

const units = { m: 60_000, h: 3_600_000, d: 86_400_000 } as const;

/** A moment to come, as a person writes it: `30m`, `12h`, `7d`, `2026-12-31` (to its end) or `2026-12-31 18:00`; in milliseconds since 1970. */
export function parseUntil(text: string, now = Date.now()): number {
  const at = afterNow(text, now) ?? onDate(text);
  if (at !== undefined && at > now) return at;
  throw new InvalidArgumentError(
    'write a time to come: 30m, 12h, 7d, 2026-12-31, or "2026-12-31 18:00" (local time).',
  );
}

function afterNow(text: string, now: number): number | undefined {
  const [, amount, unit] = /^(\d{1,5})([mhd])$/.exec(text) ?? [];
  return amount === undefined ? undefined : now + Number(amount) * units[unit as keyof typeof units];
}

function onDate(text: string): number | undefined {
  const [, date, time] = /^(\d{4}-\d\d-\d\d)(?:[ T](\d\d:\d\d))?$/.exec(text) ?? [];
  if (date === undefined) return undefined;
  const at = new Date(`${date}T${time ?? '23:59:59'}`).getTime();
  return Number.isNaN(at) ? undefined : at;
}
