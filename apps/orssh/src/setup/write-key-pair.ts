import { mkdir, rm, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';

/** Writes a private key, for its owner alone, and its `.pub`. Never over a file that is there; both or none. */
export async function writeKeyPair(file: string, pair: { private: string; public: string }): Promise<void> {
  await mkdir(dirname(file), { recursive: true, mode: 0o700 });
  await writeFile(file, ended(pair.private), { flag: 'wx', mode: 0o600 });
  try {
    await writeFile(`${file}.pub`, ended(pair.public), { flag: 'wx', mode: 0o644 });
  } catch (error) {
    await rm(file);
    throw error;
  }
}

function ended(text: string): string {
  return text.endsWith('\n') ? text : `${text}\n`;
}
