/** Megabytes by which the most that this process ever had in memory grows while `work` runs. */
export async function peakGrowth(work: () => Promise<void>): Promise<number> {
  const before = process.resourceUsage().maxRSS;
  await work();
  return (process.resourceUsage().maxRSS - before) / 1024;
}
