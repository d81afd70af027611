import { errorOf } from '../../errors.js';
import type { HostLink } from '../host-link.js';
import { isRecord } from '../durable-event.js';
import { collect } from '../collect.js';
import { parseJson } from '../parse-json.js';

/** A prompt may hold twice as much, and base64 makes four of three. */
const maxFileBytes = 24 * 1024 * 1024;

/** The bytes of a file on the host, which a person named: that is the approval. */
export async function hostBytes(
  path: string,
  {
    host,
    link,
    workspaceID,
    signal,
  }: { host: string; link: HostLink; workspaceID: string; signal: AbortSignal },
): Promise<Buffer | 'directory'> {
  const stay = link.current;
  if (!stay) throw new Error(`${host} cannot be reached at the moment: ${link.reason}`);
  const either = AbortSignal.any([signal, stay.lost]);
  const url = (verb: string) => `/stub/v1/file/${verb}?workspace=${encodeURIComponent(workspaceID)}`;
  const told = await collect(stay.stub, host, {
    ...{ method: 'POST', path: url('stat'), json: { path }, signal: either },
  });
  if (told.status !== 200) throw errorOf(host, told.status, told.text);
  const stat = parseJson(Buffer.from(told.text));
  const { type, size, resolved } = isRecord(stat) ? stat : {};
  if (type === 'none') throw new Error(`File not found: ${path}`);
  if (type === 'directory') return 'directory';
  if (type !== 'file') throw new Error(`It is no file: ${path}`);
  if (typeof size === 'number' && size > maxFileBytes) {
    throw new Error(`The file has ${size} bytes, and no more than ${maxFileBytes} can be sent to a model`);
  }
  const allow = typeof resolved === 'string' ? [path, resolved] : [path];
  return new Promise((resolve, reject) => {
    const parts: Uint8Array[] = [];
    let sum = 0;
    const stop = stay.stub.forward(
      { method: 'POST', path: url('read'), json: { path, allow }, signal: either },
      {
        fail: reject,
        head: (status) => ({
          start: () => undefined,
          data: (chunk) => {
            sum += chunk.length;
            parts.push(chunk);
            if (sum > maxFileBytes) stop(new Error(`The file has more than ${maxFileBytes} bytes`));
          },
          end: () => {
            const bytes = Buffer.concat(parts);
            if (status === 200) resolve(bytes);
            else reject(errorOf(host, status, bytes.toString('utf8')));
          },
          fail: reject,
        }),
      },
    );
  });
}
