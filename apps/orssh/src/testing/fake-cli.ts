import { PassThrough } from 'node:stream';

import type { Cli } from '../cli.js';
import { Interrupts } from '../interrupts.js';
import type { Libraries } from '../libraries.js';

/** An in-memory terminal or pipe, and what was written to it. */
export class FakeOutput extends PassThrough {
  text = '';

  constructor(readonly isTTY = false) {
    super();
    this.on('data', (chunk: Buffer) => {
      this.text += chunk.toString();
    });
  }
}

export interface FakeCli extends Cli {
  stdin: PassThrough & { isTTY?: boolean };
  stdout: FakeOutput;
  stderr: FakeOutput;
}

/** A {@link Cli} without a terminal, a host or colours, apart from what `parts` brings. */
export function fakeCli(
  parts: Partial<Omit<Cli, 'libraries'>> & { libraries?: Partial<Libraries> } = {},
): FakeCli {
  const missing = (name: string) => () =>
    Promise.reject(new Error(`the test did not expect ${name} to be used`));
  return {
    version: '1.2.3',
    env: {},
    cwd: '/',
    stdin: new PassThrough(),
    stdout: new FakeOutput(),
    stderr: new FakeOutput(),
    interrupts: new Interrupts(),
    openTerminal: () => undefined,
    ...parts,
    libraries: {
      adaptor: missing('libs/adaptor'),
      workspaces: () => import('@orssh/adaptor/workspace'),
      agents: missing('libs/agent'),
      leases: missing('leases'),
      bootstrap: missing('libs/bootstrap'),
      registry: () => import('@orssh/registry'),
      keys: () => import('@orssh/tunnel/make-key-pair'),
      lease: () => import('@orssh/lease'),
      tunnel: missing('libs/tunnel'),
      demo: missing('the demo'),
      doctor: missing('the doctor'),
      ...parts.libraries,
    },
  } as FakeCli;
}
