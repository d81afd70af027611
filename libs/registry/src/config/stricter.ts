import type { HostSettings } from '../registry.js';

const grades = ['off', 'best-effort', 'required'] as const satisfies readonly HostSettings['enforcement'][];

/** `after`, unless it would loosen what holds commands to the approved paths: a project's file may not do that to others' hosts. */
export function stricter(before: HostSettings, after: HostSettings): HostSettings {
  const looser = grades.indexOf(after.enforcement) < grades.indexOf(before.enforcement);
  return looser ? { ...after, enforcement: before.enforcement } : after;
}
