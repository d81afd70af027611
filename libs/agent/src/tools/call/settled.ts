/** What became of something that was begun before it was known to be needed. */
export type Settled<T> = { value: T } | { error: unknown };

export function valueOf<T>(settled: Settled<T>): T {
  if ('value' in settled) return settled.value;
  throw settled.error;
}

export async function settled<T>(begun: Promise<T>): Promise<Settled<T>> {
  try {
    return { value: await begun };
  } catch (error) {
    return { error };
  }
}
