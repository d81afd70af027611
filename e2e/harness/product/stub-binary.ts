import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';

export interface StubFile {
  bytes: Buffer;
  sha256: string;
}

/** The stub as it was built for an architecture (`amd64`, `arm64`). */
export async function stubFile(arch: string): Promise<StubFile> {
  const path = `../../../dist/go-stub/opencode-remote-ssh-stub-linux-${arch}`;
  const bytes = await readFile(fileURLToPath(new URL(path, import.meta.url)));
  return { bytes, sha256: createHash('sha256').update(bytes).digest('hex') };
}
