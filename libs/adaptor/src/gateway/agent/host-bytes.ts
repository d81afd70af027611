import { StubFiles } from '../../stub-files.js';
import type { HostLink } from '../host-link.js';

/** A prompt may hold twice as much, and base64 makes four of three. */
const maxFileBytes = 24 * 1024 * 1024;

export interface HostBytesOptions {
  host: string;
  link: HostLink;
  workspaceID: string;
  signal: AbortSignal;
}

/** The bytes of a file on the host, which a person named: that is the approval. */
export async function hostBytes(
  path: string,
  { host, link, workspaceID, signal: given }: HostBytesOptions,
): Promise<Buffer | 'directory'> {
  const stay = link.current;
  if (!stay) throw new Error(`${host} cannot be reached at the moment: ${link.reason}`);
  const signal = AbortSignal.any([given, stay.lost]);
  const files = new StubFiles(stay.stub, workspaceID);
  const { type, size, resolved } = await files.stat({ path }, { signal });
  if (type === 'directory') return 'directory';
  if (type !== 'file')
    throw new Error(type === 'none' ? `File not found: ${path}` : `It is no file: ${path}`);
  if (size > maxFileBytes)
    throw new Error(`It has ${size} bytes; a prompt takes files up to ${maxFileBytes}`);
  return (await files.read({ path, allow: [path, resolved] }, { signal })).data;
}
