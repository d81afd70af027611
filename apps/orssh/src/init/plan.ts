import { readFile, rm } from 'node:fs/promises';

import { CliError } from '../cli-error.js';
import { backUp, replaceFile } from './replace-file.js';
import type { NewHost } from './new-host.js';

/** Everything that is to be written; nothing is before {@link carryOut}. */
export interface Plan {
  hosts?: { file: string; provider: string; labels: readonly string[]; hosts: readonly NewHost[] };
  plugin?: { file: string; before: string; after: string };
}

/** What the registry's library does for it. */
export interface Editing {
  /** Writes a new file without hosts. */
  createConfig(options: { file: string }): Promise<unknown>;
  addHost(change: {
    file: string;
    provider: string;
    host: { name: string; labels?: string[]; ssh: NewHost['ssh'] };
  }): Promise<unknown>;
}

export interface CarriedOut {
  /** Copies of the files as they were. */
  backups: string[];
}

/** Writes it all, or nothing: what was written before something fails is taken back, and it rejects. */
export async function carryOut(plan: Plan, editing: Editing, now: Date): Promise<CarriedOut> {
  const backups: string[] = [];
  const undo: (() => Promise<void>)[] = [];
  // True where the file was there: then it has a copy now.
  const keep = async (file: string): Promise<boolean> => {
    const backup = await backUp(file, now);
    if (backup === undefined) {
      undo.push(() => rm(file, { force: true }));
      return false;
    }
    const before = await readFile(file, 'utf8');
    backups.push(backup);
    undo.push(async () => {
      await replaceFile(file, before);
      await rm(backup, { force: true });
    });
    return true;
  };
  try {
    await write(plan, editing, keep);
    return { backups };
  } catch (error) {
    for (const step of undo.reverse()) await step();
    throw error;
  }
}

async function write(
  { hosts, plugin }: Plan,
  editing: Editing,
  keep: (file: string) => Promise<boolean>,
): Promise<void> {
  if (plugin) {
    await mustBe(plugin.before, plugin.file);
    await keep(plugin.file);
    await replaceFile(plugin.file, plugin.after);
  }
  if (!hosts) return;
  const { file, provider, labels } = hosts;
  if (!(await keep(file))) await editing.createConfig({ file });
  for (const { name, ssh } of hosts.hosts) {
    await editing.addHost({
      file,
      provider,
      host: { name, ...(labels.length > 0 && { labels: [...labels] }), ssh },
    });
  }
}

/** An editor, or OpenCode itself, may have written it while the questions were asked. */
async function mustBe(before: string, file: string): Promise<void> {
  const now = await readFile(file, 'utf8').catch(() => '');
  if (now === before) return;
  throw new CliError({
    code: 'usage',
    message: `${file} was changed by somebody else meanwhile; nothing was written`,
    remedy: 'run orssh init again',
  });
}
