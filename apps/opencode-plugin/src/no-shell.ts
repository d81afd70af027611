import { existsSync } from 'node:fs';

/** A program that does nothing of what it is told. OpenCode takes a shell of its own where the configured one is not there. */
export function noShell(): string | undefined {
  return ['/bin/false', '/usr/bin/false'].find((file) => existsSync(file));
}
