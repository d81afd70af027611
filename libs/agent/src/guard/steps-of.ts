import * as z from 'zod/mini';

import type { OpencodeCalls } from '../opencode/opencode-calls.js';

/** An assistant's message, which undo takes back as a whole. */
export interface StepPlace {
  sessionID: string;
  messageID: string;
}

const sessionSchema = z.object({ parentID: z.optional(z.string()) });
const messagesSchema = z.array(z.object({ info: z.object({ id: z.string(), role: z.string() }) }));

/** Finds to which messages a change belongs: a subagent's also to the one that waits for the subagent, up to the person's session. */
export class StepsOf {
  /** By session; one without a parent has undefined. */
  private readonly parents = new Map<string, string | undefined>();

  constructor(private readonly opencode: Pick<OpencodeCalls, 'get'>) {}

  /** Itself first. What OpenCode does not tell is left out. */
  async of(place: StepPlace): Promise<StepPlace[]> {
    const places = [place];
    for (let at: StepPlace | undefined = place; at && places.length < 10;) {
      at = await this.above(at.sessionID).catch(() => undefined);
      if (at) places.push(at);
    }
    return places;
  }

  private async above(child: string): Promise<StepPlace | undefined> {
    if (!this.parents.has(child)) {
      const session = sessionSchema.parse(await this.opencode.get(`/session/${child}`));
      this.parents.set(child, session.parentID);
    }
    const sessionID = this.parents.get(child);
    if (sessionID === undefined) return undefined;
    const messages = messagesSchema.parse(await this.opencode.get(`/session/${sessionID}/message?limit=10`));
    // Ids ascend.
    const said = messages.filter(({ info }) => info.role === 'assistant').map(({ info }) => info.id);
    const messageID = said.sort().at(-1);
    return messageID === undefined ? undefined : { sessionID, messageID };
  }
}
