import * as z from 'zod/mini';

/** What one assistant's message did to the files. */
const stepSchema = z.object({
  message: z.string(),
  /** The snapshot before its first change; absent where none could be made. */
  from: z.optional(z.string()),
  /** The snapshot when the next step began, or the session rested; absent while it goes on. */
  to: z.optional(z.string()),
  /** What differs between the two, relative to the workspace's directory; absent until somebody needs to know. */
  files: z.optional(z.array(z.string())),
  /** Why there is no snapshot. */
  unavailable: z.optional(z.string()),
});

export type Step = z.infer<typeof stepSchema>;

/** A session's steps, the oldest first. */
export const stepsSchema = z.object({
  version: z.literal(1),
  steps: z.array(stepSchema),
  /** A revert that can be taken back: what the files were before it. */
  reverted: z.optional(z.object({ at: z.string(), present: z.string(), files: z.array(z.string()) })),
});

export type Steps = z.infer<typeof stepsSchema>;

export function noSteps(): Steps {
  return { version: 1, steps: [] };
}

export type OpenStep = Step & { from: string };

/** The step whose end is not known; there is one at most. */
export function openStep({ steps }: Steps): OpenStep | undefined {
  return steps.findLast((step): step is OpenStep => step.from !== undefined && step.to === undefined);
}

export type WholeStep = Step & { from: string; to: string };

/** Whether it is known what changed in it. */
export function isWhole(step: Step): step is WholeStep {
  return step.from !== undefined && step.to !== undefined;
}

/** Steps of a message and of those after it: ids ascend. */
export function since(message: string, { steps }: Steps): Step[] {
  return steps.filter((step) => step.message >= message);
}

/** For each file that the steps changed, the snapshot before the first of them: files by snapshot. */
export function firstContents(steps: readonly Step[]): Map<string, string[]> {
  const seen = new Set<string>();
  const byTree = new Map<string, string[]>();
  for (const { from, files = [] } of steps) {
    if (from === undefined) continue;
    const fresh = files.filter((file) => !seen.has(file));
    for (const file of fresh) seen.add(file);
    if (fresh.length > 0) byTree.set(from, [...(byTree.get(from) ?? []), ...fresh]);
  }
  return byTree;
}
