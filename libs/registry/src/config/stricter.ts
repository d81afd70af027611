import type { HostSettings } from '../registry.js';

const grades = ['off', 'best-effort', 'required'] as const satisfies readonly HostSettings['enforcement'][];
const reaches = ['full', 'loopback', 'none'] as const satisfies readonly HostSettings['network'][];

/** `after`, unless it would loosen what holds commands to the approved paths: a project's file may not do that to others' hosts. */
export function stricter(before: HostSettings, after: HostSettings): HostSettings {
  const network = later(reaches, before.network, after.network);
  const maxProcesses = least(before.maxProcesses, after.maxProcesses);
  const maxMemoryBytes = least(before.maxMemoryBytes, after.maxMemoryBytes);
  const maxOutputBytes = least(before.maxOutputBytes, after.maxOutputBytes);
  return {
    ...after,
    enforcement: later(grades, before.enforcement, after.enforcement) ?? after.enforcement,
    ...(network && { network }),
    ...(maxProcesses !== undefined && { maxProcesses }),
    ...(maxMemoryBytes !== undefined && { maxMemoryBytes }),
    ...(maxOutputBytes !== undefined && { maxOutputBytes }),
  };
}

function later<T extends string>(order: readonly T[], one?: T, other?: T): T | undefined {
  if (one === undefined || other === undefined) return one ?? other;
  return order.indexOf(one) > order.indexOf(other) ? one : other;
}

function least(one?: number, other?: number): number | undefined {
  return one === undefined || other === undefined ? (one ?? other) : Math.min(one, other);
}
