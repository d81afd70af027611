/** One thing to time: `run` alone is on the clock. */
export interface Contender {
  name: string;
  /** The others are compared with this one. */
  baseline?: boolean;
  /** At most this ratio to the baseline is wanted. */
  aim?: number;
  before?(): Promise<void>;
  run(): Promise<unknown>;
  after?(): Promise<void>;
}

export interface Row {
  name: string;
  medianMs: number;
  ratio: number;
  aim?: number;
}

/**
 * Times the contenders in turns (A B C, A B C, …), so that noise of the machine meets all of them alike, after one
 * unmeasured round. Ratios are of medians.
 */
export async function compare(contenders: Contender[], rounds: number): Promise<Row[]> {
  const times = new Map(contenders.map((contender) => [contender, [] as number[]]));
  for (let round = -1; round < rounds; round++) {
    for (const contender of contenders) {
      await contender.before?.();
      const start = performance.now();
      await contender.run();
      const elapsed = performance.now() - start;
      await contender.after?.();
      if (round >= 0) times.get(contender)?.push(elapsed);
    }
  }
  const base = median(contenders.flatMap((each) => (each.baseline ? (times.get(each) ?? []) : [])));
  return contenders.map((contender) => {
    const medianMs = median(times.get(contender) ?? []);
    return { name: contender.name, medianMs, ratio: medianMs / base, aim: contender.aim };
  });
}

export function median(values: number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  const upper = sorted[middle] ?? Number.NaN;
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? Number.NaN) + upper) / 2;
}
