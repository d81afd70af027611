import * as z from 'zod/mini';

export const bashArguments = {
  command: z.string(),
  /** Milliseconds. */
  timeout: z.optional(z.number().check(z.positive())),
  workdir: z.optional(z.string()),
};

export interface BashArguments {
  command: string;
  timeout?: number;
  workdir?: string;
}
