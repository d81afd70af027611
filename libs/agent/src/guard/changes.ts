import * as z from 'zod/mini';

import type { Remote } from '../remote/index.js';
import { whileAway } from '../remote/index.js';
import type { Tool, ToolContext } from '../opencode/tool.js';
import type { BegunCall } from './begun-call.js';
import type { StepPlace, StepsOf } from './steps-of.js';

interface Begun {
  sessionID: string;
  noted: Promise<void>;
  giveUp: AbortController;
}

/** Tells the gateway when files of the host are about to change, for undo. */
export class Changes {
  /** By call, until the tool runs or the session rests. */
  readonly #begun = new Map<string, Begun>();

  constructor(
    private readonly remote: Pick<Remote, 'stub'>,
    private readonly steps: Pick<StepsOf, 'of'>,
  ) {}

  /** Notes the files while the model still says what is to become of them. */
  begin({ callID, ...place }: Pick<BegunCall, 'callID' | keyof StepPlace>): void {
    if (this.#begun.has(callID)) return;
    const giveUp = new AbortController();
    const noted = this.#note(place, giveUp.signal).catch(() => undefined);
    this.#begun.set(callID, { sessionID: place.sessionID, noted, giveUp });
  }

  /** The tool, which looks at files while they are noted as they are; it waits for that before it changes any. */
  noted(tool: Tool): Tool {
    return {
      ...tool,
      execute: async (args, context) => {
        context.abort.throwIfAborted();
        const noted = this.#notedFor(context);
        noted.catch(() => undefined);
        return tool.execute(args, { ...context, noted: () => noted });
      },
    };
  }

  /** The session rests. Never rejects. */
  async settled(sessionID: string): Promise<void> {
    await this.#giveUp(sessionID);
    await this.#tell('/agent/v1/settled', { sessionID }).catch(() => undefined);
  }

  /** What was begun and never ran, so that it does not come after the end of the step. */
  async #giveUp(sessionID: string): Promise<void> {
    const begun = [...this.#begun].filter(([, one]) => one.sessionID === sessionID);
    for (const [callID, { giveUp }] of begun) {
      this.#begun.delete(callID);
      giveUp.abort();
    }
    await Promise.all(begun.map(([, { noted }]) => noted));
  }

  async #notedFor({ callID = '', abort, ...place }: ToolContext): Promise<void> {
    const begun = this.#begun.get(callID);
    this.#begun.delete(callID);
    if (!begun) return this.#note(place, abort);
    const onAbort = (): void => {
      begun.giveUp.abort();
    };
    abort.addEventListener('abort', onAbort);
    await begun.noted;
    abort.removeEventListener('abort', onAbort);
    abort.throwIfAborted();
  }

  async #note({ sessionID, messageID }: StepPlace, signal: AbortSignal): Promise<void> {
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
