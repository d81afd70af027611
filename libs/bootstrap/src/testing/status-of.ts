import type { RunningStub } from '../index.js';

/** Status line of one whole request with the token, as a caller of `open` would send it. */
export async function statusOf(running: RunningStub): Promise<string> {
  const stream = await running.open();
  stream.write(
    `GET /global/health HTTP/1.1\r\nHost: stub\r\nAuthorization: Bearer ${running.token}\r\nConnection: close\r\n\r\n`,
  );
  const answer = Buffer.concat((await stream.toArray()) as Buffer[]).toString();
  return answer.slice(0, answer.indexOf('\r\n'));
}
