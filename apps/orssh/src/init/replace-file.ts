import { randomBytes } from 'node:crypto';
import { chmod, copyFile, mkdir, realpath, rename, rm, stat, writeFile, constants } from 'node:fs/promises';
import { dirname } from 'node:path';

/** Copies a file to `FILE.bak-<time>` beside it, and gives that name; undefined where there is no such file. */
export async function backUp(file: string, now: Date): Promise<string | undefined> {
  const time = now.toISOString().replace(/[-:]|\.\d+/g, '');
  for (let count = 1; ; count += 1) {
    const backup = `${file}.bak-${time}${count === 1 ? '' : `-${count}`}`;
    try {
      await copyFile(file, backup, constants.COPYFILE_EXCL);
      return backup;
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      if (code === 'ENOENT') return undefined;
      if (code !== 'EEXIST') throw error;
    }
  }
}

/** Replaces a file in one step; its mode stays, and a symlink goes on to point to it. Folders that are missing are made. */
export async function replaceFile(file: string, text: string): Promise<void> {
  await mkdir(dirname(file), { recursive: true, mode: 0o700 });
  const real = await realpath(file).catch(() => file);
  const mode = await stat(real).then(
    (info) => info.mode & 0o777,
    () => 0o600,
  );
  const temporary = `${real}.${randomBytes(6).toString('hex')}`;
  try {
    await writeFile(temporary, text, { flag: 'wx', mode });
    await chmod(temporary, mode);
    await rename(temporary, real);
  } catch (error) {
    await rm(temporary, { force: true });
    throw error;
  }
}
