import { posix } from 'node:path';

import type { ReadFile } from '@orssh/adaptor';

import { connectRemote, type Remote } from '../remote/index.js';
import type { AgentFile } from '../agent-file.js';
import { readForPrompt } from '../tools/read-for-prompt.js';

/** Reads what a person names in a prompt, in the process that has the gateway, through the same door as the tools. */
export class PromptReader {
  private remote: Promise<Remote> | undefined;

  constructor(private readonly file: () => Promise<AgentFile>) {}

  readonly read: ReadFile = async ({ path: named, ...range }, signal) => {
    this.remote ??= this.file().then(connectRemote);
    const remote = await this.remote;
    const path = remote.path(named);
    const [{ directory }, { resolved }] = await Promise.all([
      remote.facts({ signal }),
      remote.files.stat(path, { signal }),
    ]);
    const below = remote.relative(path);
    // A link of the project is the project's, not the person's: what it leads to was named by nobody.
    const isNamed = below.startsWith('..') || resolved === posix.join(directory, below);
    const allow = isNamed ? [resolved] : [];
    return readForPrompt(remote, { path, ...range }, { signal, allow });
  };

  async close(): Promise<void> {
    await (await this.remote?.catch(() => undefined))?.close();
  }
}
