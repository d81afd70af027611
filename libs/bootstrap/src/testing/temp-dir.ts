import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const made: string[] = [];

afterAll(async () => {
  await Promise.all(made.map((path) => rm(path, { recursive: true, force: true })));
});

/** A folder that is gone when the file's tests are done. */
export async function tempDir(name = 'orssh-bootstrap-'): Promise<string> {
  const path = await mkdtemp(join(tmpdir(), name));
  made.push(path);
  return path;
}
