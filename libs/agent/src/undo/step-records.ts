import { randomUUID } from 'node:crypto';
import { mkdir, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { noSteps, type Steps, stepsSchema } from './steps.js';

/** Longer than any snapshot is kept. */
const keptMs = 30 * 24 * 60 * 60 * 1000;

/** The steps of sessions, each in a 0600 file that is replaced as a whole. */
export class StepRecords {
  private swept: Promise<void> | undefined;

  constructor(private readonly folder: string) {}

  /** No steps for a session that has none, or whose file makes no sense. */
  async read(sessionID: string): Promise<Steps> {
    try {
      const parsed = stepsSchema.safeParse(JSON.parse(await readFile(this.file(sessionID), 'utf8')));
      return parsed.success ? parsed.data : noSteps();
    } catch {
      return noSteps();
    }
  }

  async write(sessionID: string, steps: Steps): Promise<void> {
    await mkdir(this.folder, { recursive: true, mode: 0o700 });
    await (this.swept ??= this.sweep());
    const temporary = join(this.folder, `.${randomUUID()}.tmp`);
    try {
      await writeFile(temporary, JSON.stringify(steps), { mode: 0o600, flag: 'wx' });
      await rename(temporary, this.file(sessionID));
    } catch (error) {
      await rm(temporary, { force: true });
      throw error;
    }
  }

  private file(sessionID: string): string {
    return join(this.folder, `${encodeURIComponent(sessionID).replaceAll('.', '%2E')}.json`);
  }

  /** Removes what is too old to be of use, and what a crash left. */
  private async sweep(): Promise<void> {
    const before = Date.now() - keptMs;
    for (const name of await readdir(this.folder).catch(() => [])) {
      const path = join(this.folder, name);
      const { mtimeMs } = await stat(path).catch(() => ({ mtimeMs: Date.now() }));
      if (mtimeMs < before || name.endsWith('.tmp')) await rm(path, { force: true });
    }
  }
}
