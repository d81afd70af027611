import { realpath } from 'node:fs/promises';

/** Whether two paths are one, or lead to one folder of this machine. */
export async function isSamePlace(one: string, other: string): Promise<boolean> {
  if (one === other) return true;
  const places = await Promise.all([realpath(one), realpath(other)]).catch(() => undefined);
  return places !== undefined && places[0] === places[1];
}
