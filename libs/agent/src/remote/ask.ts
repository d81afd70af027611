import type { ForwardedAnswer, StubClient } from '@orssh/adaptor';
import { StubError } from '@orssh/adaptor';
import { stubErrorBodySchema } from '@orssh/protocol';

import { AgentError } from '../agent-error.js';

type Request = Parameters<StubClient['forward']>[0];

export type Question = Pick<Request, 'method' | 'path' | 'json' | 'body' | 'headers' | 'signal'>;

export interface Answer {
  headers: Parameters<ForwardedAnswer['head']>[1];
  bytes: Buffer;
}

/** What is read of an answer whose asker names no other limit. */
const usualBytes = 16 * 1024 * 1024;

/** Asks the stub once. Rejects with `StubError` for an answer that is an error, and with `too_large` for one past `maxBytes`. */
export function ask(
  { stub, host }: { stub: StubClient; host: string },
  question: Question,
  { maxBytes = usualBytes }: { maxBytes?: number } = {},
): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const end = stub.forward(question, {
      fail: reject,
      head(status, headers) {
        const chunks: Uint8Array[] = [];
        let size = 0;
        return {
          start: () => undefined,
          data(chunk) {
            size += chunk.length;
            if (size <= maxBytes) chunks.push(chunk);
            else end(tooLarge(host, maxBytes));
          },
          end() {
            const bytes = Buffer.concat(chunks);
            if (status >= 200 && status < 300) resolve({ headers, bytes });
            else reject(errorIn(host, status, bytes));
          },
          fail: reject,
        };
      },
    });
  });
}

export function hostile(host: string, cause: unknown): AgentError {
  const why = cause instanceof Error ? cause.message : String(cause);
  return new AgentError(
    'hostile_response',
    host,
    `The stub on ${host} sent what a stub does not send: ${why}.`,
    `Start a fresh one: \`orssh stop ${host}\`, and try again.`,
    cause,
  );
}

function tooLarge(host: string, maxBytes: number): AgentError {
  return new AgentError(
    'too_large',
    host,
    `The file on ${host} has more than ${maxBytes} bytes, which is the most that is taken at once.`,
    'Work on a part of it: read it with offset and limit, or use a command on the host.',
  );
}

function errorIn(host: string, status: number, bytes: Buffer): Error {
  try {
    return new StubError(host, status, stubErrorBodySchema.parse(JSON.parse(bytes.toString('utf8'))));
  } catch {
    return hostile(host, new Error(`status ${status} without an error body`));
  }
}
