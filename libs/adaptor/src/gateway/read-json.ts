import { BadRequest } from './http/http-request.js';

/** A whole body. Throws `BadRequest` for one of more than `maxBytes`. */
export async function readWhole(
  body: AsyncIterable<Uint8Array> | undefined,
  maxBytes: number,
): Promise<Buffer> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of body ?? []) {
    size += chunk.length;
    if (size > maxBytes) throw new BadRequest(413, `The body is larger than ${maxBytes} bytes.`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

/** Its JSON; undefined for what is none. */
export async function readJson(
  body: AsyncIterable<Uint8Array> | undefined,
  maxBytes: number,
): Promise<unknown> {
  const bytes = await readWhole(body, maxBytes);
  try {
    return JSON.parse(bytes.toString('utf8'));
  } catch {
    return undefined;
  }
}
