import * as z from 'zod/mini';

import type { Remote } from '../remote/index.js';
import { whileAway } from '../remote/index.js';
import type { Tool, ToolContext } from '../opencode/tool.js';
import type { StepPlace, StepsOf } from './steps-of.js';

/** Tells the gateway when files of the host are about to change, for undo. */
export class Changes {
  constructor(
    private readonly remote: Pick<Remote, 'stub'>,
    private readonly steps: Pick<StepsOf, 'of'>,
  ) {}

  /** The tool, which waits until the files as they are have been noted. */
  noted(tool: Tool): Tool {
    return {
      ...tool,
      execute: async (args, context) => {
        await this.#before(context);
        return tool.execute(args, context);
      },
    };
  }

  /** The session rests. Never rejects. */
  async settled(sessionID: string): Promise<void> {
    await this.#tell('/agent/v1/settled', { sessionID }).catch(() => undefined);
  }

  async #before({ sessionID, messageID, abort: signal }: ToolContext): Promise<void> {
    for (const place of await this.steps.of({ sessionID, messageID })) await this.#noted(place, signal);
  }

  /** Waits while the host is away. Without undo, work goes on. */
  async #noted({ sessionID, messageID }: StepPlace, signal: AbortSignal): Promise<void> {
    try {
      await whileAway(() => this.#tell('/agent/v1/before', { sessionID, messageID }, signal), { signal });
    } catch {
      signal.throwIfAborted();
    }
  }

  async #tell(path: string, json: object, signal?: AbortSignal): Promise<void> {
    await this.remote.stub.call(z.unknown(), { method: 'POST', path, json, signal, patient: true });
  }
}
