import { createHash } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/** What is put onto a host in the stub's place: it says what it is told to. */
export interface HostileProgram {
  bytes: Buffer;
  sha256: string;
  /** What a subcommand prints: `launch` (also of `install`), `status`, `gc`, … */
  tell: (subcommand: string, printed: Buffer | string) => Promise<void>;
}

/** `folder` has to be there for as long as the program is run. */
export function hostileProgram(folder: string): HostileProgram {
  const bytes = Buffer.from(
    `#!/bin/sh\ncase $1 in install) set launch ;; esac\ncat '${folder}/'"$1" 2>/dev/null\n`,
  );
  return {
    bytes,
    sha256: createHash('sha256').update(bytes).digest('hex'),
    tell: (subcommand, printed) => writeFile(join(folder, subcommand), printed),
  };
}

/**
 * A shell script for `ForceCommand`, in the place of the host's shell: it reads the script that it is sent for the mark of its answer
 * and then answers what the file `fields` of the folder has.
 */
export function lyingShell(folder: string): string {
  return [
    '#!/bin/sh',
    "m=$(sed -n 's/.*\\([0-9a-f]\\{32\\}\\).*/\\1/p' | head -n 1)",
    'printf \'\\norssh:%s:begin\\n\' "$m"',
    `cat '${folder}/fields'`,
    'printf \'\\norssh:%s:end\\n\' "$m"',
    '',
  ].join('\n');
}
