import { systemProcesses } from '@orssh/lease';

import { AgentProcess, type StartProcess } from './agent-process.js';
import type { OwnerFile } from './owner-record.js';

/** So often another port is tried. */
const moreTries = 3;

export interface StartListening extends StartProcess {
  owner: OwnerFile;
  signal: AbortSignal;
}

export interface Listening {
  process: AgentProcess;
  /** Undefined where it ended before it listened. */
  origin: string | undefined;
}

/** Starts one, and waits until it listens. Its port was free a moment before: where another process was faster, one is started anew. */
export async function startListening({ owner, signal, ...options }: StartListening): Promise<Listening> {
  for (let left = moreTries; ; left -= 1) {
    const process = await AgentProcess.start(options);
    try {
      await owner.write({ agent: systemProcesses().identify(process.pid) });
      const origin = await process.listening(signal);
      signal.throwIfAborted();
      if (origin !== undefined || !process.foundPortTaken || left === 0) return { process, origin };
    } catch (error) {
      await process.end();
      throw error;
    }
    await process.end();
  }
}
