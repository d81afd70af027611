import { AgentError } from '../agent-error.js';

type Part = Record<string, unknown>;

/** On a part that was read from the host for a prompt. */
export const fromHost = { orssh: 'host' };

const readHere = 'Called the Read tool with the following input: ';

/**
 * Throws `not_here` for a message that has a file of this machine in it: nothing that speaks to an agent host sends one. OpenCode has
 * read it by then, and forgets it with the error. It leaves a `file:` URL, or, for what is not text, a line that names the file before
 * its bytes.
 */
export function refuseLocalFiles(parts: readonly Part[], host: string): void {
  for (const [index, part] of parts.entries()) {
    if (part['type'] !== 'file' || !isLocal(part, parts[index - 1])) continue;
    const name = typeof part['filename'] === 'string' ? part['filename'] : 'a file';
    throw new AgentError(
      'not_here',
      host,
      `The prompt names ${name} on the machine OpenCode runs on, and this workspace's files are on ${host}.`,
      `Name a file of ${host}, or paste what is in it.`,
    );
  }
}

function isLocal({ url, mime }: Part, before: Part | undefined): boolean {
  if (typeof url !== 'string') return false;
  if (/^file:/i.test(url)) return true;
  if (!/^data:/i.test(url) || mime === 'text/plain' || before?.['synthetic'] !== true) return false;
  const { text, metadata } = before;
  if (typeof text !== 'string' || !text.startsWith(readHere)) return false;
  return (metadata as Part | undefined)?.['orssh'] !== fromHost.orssh;
}
