import { randomBytes } from 'node:crypto';
import { open, rename, rm } from 'node:fs/promises';

export interface ReplaceOptions {
  /** Default: 0600. */
  mode?: number;
  /** Also after a power cut the old or the new one is there. What only saves work can do without. */
  durable?: boolean;
}

/** Puts `text` in the place of `file` as a whole or not at all; readers see the old one or the new one. */
export async function replaceFile(
  file: string,
  text: string,
  { mode = 0o600, durable = false }: ReplaceOptions = {},
): Promise<void> {
  const temporary = `${file}.${randomBytes(6).toString('hex')}`;
  try {
    const handle = await open(temporary, 'wx', mode);
    try {
      // What was asked for, whatever the umask is.
      await handle.chmod(mode);
      await handle.writeFile(text);
      if (durable) await handle.sync();
    } finally {
      await handle.close();
    }
    await rename(temporary, file);
  } catch (error) {
    await rm(temporary, { force: true });
    throw error;
  }
}
