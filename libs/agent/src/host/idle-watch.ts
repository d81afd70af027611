import { stat, writeFile } from 'node:fs/promises';

import type { AgentApi } from './agent-api.js';

export interface IdleWatchOptions {
  /** Without a request and without a session that works, it is idle after so long. */
  idleMs: number;
  /** How often it is looked. */
  lookMs: number;
  /** Was touched when another process used it last. */
  file: string;
}

/** Says when an agent host is idle. */
export class IdleWatch {
  private busyCount = 0;
  private usedAt = Date.now();

  constructor(private readonly options: IdleWatchOptions) {}

  used(): void {
    this.usedAt = Date.now();
  }

  /** For the process that has the agent host. */
  usedFromElsewhere(): void {
    void writeFile(this.options.file, '').catch(() => undefined);
  }

  /** It is in use until the returned function is called. */
  busy(): () => void {
    this.busyCount += 1;
    this.used();
    let over = false;
    return () => {
      if (over) return;
      over = true;
      this.busyCount -= 1;
      this.used();
    };
  }

  /** Calls `onIdle` once, unless the returned function was called before. */
  watch(api: AgentApi, onIdle: () => void): () => void {
    let over = false;
    const timer = setInterval(() => {
      void this.isIdle(api).then((isIdle) => {
        if (!isIdle || over) return;
        over = true;
        clearInterval(timer);
        onIdle();
      });
    }, this.options.lookMs);
    timer.unref();
    return () => {
      over = true;
      clearInterval(timer);
    };
  }

  private async isIdle(api: AgentApi): Promise<boolean> {
    if (!(await this.isUnused())) return false;
    if (await api.isWorking().catch(() => true)) {
      this.used();
      return false;
    }
    return this.isUnused();
  }

  private async isUnused(): Promise<boolean> {
    const elsewhere = await stat(this.options.file).then(
      ({ mtimeMs }) => mtimeMs,
      () => 0,
    );
    return this.busyCount === 0 && Date.now() - Math.max(elsewhere, this.usedAt) >= this.options.idleMs;
  }
}
