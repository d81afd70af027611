import { StubError } from '@orssh/adaptor';

import { fromHost } from './guard/last-defence.js';
import type { Remote } from './remote/index.js';
import { type PromptFile, readForPrompt } from './tools/read-for-prompt.js';

type Part = Record<string, unknown>;

export interface PromptPartsOptions {
  /** How long a prompt waits for a host that is away. Default 30 000. */
  patienceMs?: number;
}

/**
 * A file or folder of the host that a prompt mentions, as the parts that OpenCode makes of a local one; undefined where nothing is there.
 * What cannot be read is said in its place.
 */
export async function promptParts(
  remote: Pick<Remote, 'host' | 'files' | 'path' | 'relative' | 'facts'>,
  mentioned: string,
  { patienceMs = 30_000 }: PromptPartsOptions = {},
): Promise<Part[] | undefined> {
  const signal = AbortSignal.timeout(patienceMs);
  try {
    const path = mentioned.startsWith('~/')
      ? `${(await remote.facts({ signal })).home}/${mentioned.slice(2)}`
      : mentioned;
    const { type } = await remote.files.stat(remote.path(path), { signal });
    if (type === 'none') return undefined;
    return partsOf(await readForPrompt(remote, { path }, { signal }));
  } catch (error) {
    if (error instanceof StubError && error.kind === 'NotFoundError') return undefined;
    const why = signal.aborted ? `${remote.host} does not answer` : (error as Error).message;
    return [said(`Read tool failed to read ${mentioned} with the following error: ${why}`)];
  }
}

function partsOf({ path, output, attachments }: PromptFile): Part[] {
  const called = said(`Called the Read tool with the following input: ${JSON.stringify({ filePath: path })}`);
  const content: Part[] = attachments.length > 0 ? attachments.map((file) => ({ ...file })) : [said(output)];
  return [called, ...content];
}

function said(text: string): Part {
  return { type: 'text', synthetic: true, text, metadata: fromHost };
}
