/** A duration in milliseconds as a person reads it: `0.4 ms`, `38 ms`, `1.2 s`, `2 min 5 s`, `3 h 10 min`, `2 d 4 h`. */
export function duration(ms: number): string {
  if (ms < 10) return `${(Math.round(ms * 10) / 10).toString()} ms`;
  if (ms < 999.5) return `${Math.round(ms)} ms`;
  if (ms < 59_950) return `${(ms / 1000).toFixed(1)} s`;
  const seconds = Math.round(ms / 1000);
  const [days, hours, minutes] = [seconds / 86_400, (seconds / 3600) % 24, (seconds / 60) % 60].map(
    Math.floor,
  );
  if (days) return `${days} d ${hours ?? 0} h`;
  if (hours) return `${hours} h ${minutes ?? 0} min`;
  return `${minutes ?? 0} min ${seconds % 60} s`;
}

/** Milliseconds for `--json`: tenths are as exact as anybody measures. */
export function tenths<Time extends number | undefined>(ms: Time): Time {
  return (ms === undefined ? ms : Math.round(ms * 10) / 10) as Time;
}
