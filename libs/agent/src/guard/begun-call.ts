import * as z from 'zod/mini';

const eventSchema = z.object({
  part: z.object({
    ...{ type: z.literal('tool'), tool: z.string(), callID: z.string() },
    ...{ sessionID: z.string(), messageID: z.string(), state: z.object({ status: z.literal('pending') }) },
  }),
});

/** A call that a model has begun: its arguments may still be on their way. */
export interface BegunCall {
  tool: string;
  callID: string;
  sessionID: string;
  messageID: string;
}

/** What an event `message.part.updated` says of one; undefined where it says something else. */
export function begunCall(properties: Record<string, unknown>): BegunCall | undefined {
  return eventSchema.safeParse(properties).data?.part;
}
