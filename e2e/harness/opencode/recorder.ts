import { once } from 'node:events';
import { createServer, type IncomingMessage, request, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';

import { type RecordedRequest, recordedRequest } from './recorded-request.js';

/** A proxy between OpenCode and its workspaces' targets that notes what was asked and how it was answered. */
export interface Recorder {
  /** Base of the URLs that stand for targets: `<base>/<base64url of the target's URL>`. */
  readonly base: string;
  /** What was answered so far, in the order of the answers. */
  readonly requests: readonly RecordedRequest[];
  close(): Promise<void>;
}

/** Streams stay streams, and an end stays what it was: clean or abrupt. */
export async function startRecorder(): Promise<Recorder> {
  const requests: RecordedRequest[] = [];
  const sockets = new Set<Socket>();
  const server = createServer((asked, answer) => {
    forward(asked, answer, requests);
  });
  server.on('upgrade', (asked: IncomingMessage, near: Socket, head: Buffer) => {
    upgrade(asked, near, head, requests);
  });
  server.on('connection', (socket: Socket) => {
    sockets.add(socket.on('close', () => sockets.delete(socket)));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    base: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    requests,
    async close() {
      server.close();
      for (const socket of sockets) socket.destroy();
      await once(server, 'close');
    },
  };
}

/** The URL on the target that a request to the recorder means. */
function onTarget(asked: IncomingMessage): URL {
  const [, target = '', rest = ''] = /^\/([\w-]+)(.*)$/.exec(asked.url ?? '') ?? [];
  return new URL(Buffer.from(target, 'base64url').toString() + rest);
}

function pass(asked: IncomingMessage): ReturnType<typeof request> {
  const url = onTarget(asked);
  return request(url, { method: asked.method, headers: { ...asked.headers, host: url.host }, agent: false });
}

/** Path below the target's own base path, which holds the secret. */
function note(asked: IncomingMessage, answered: IncomingMessage): RecordedRequest {
  const rest = (asked.url ?? '').replace(/^\/[\w-]+/, '');
  return recordedRequest(asked.method ?? '', rest, answered);
}

function forward(asked: IncomingMessage, answer: ServerResponse, requests: RecordedRequest[]): void {
  const passed = pass(asked);
  passed.on('response', (answered) => {
    requests.push(note(asked, answered));
    answer.writeHead(answered.statusCode ?? 502, answered.headers);
    answer.flushHeaders();
    answered.pipe(answer);
    answered.on('close', () => answered.complete || answer.destroy());
  });
  passed.on('error', () => answer.destroy());
  answer.on('close', () => passed.destroy());
  asked.pipe(passed);
}

function upgrade(asked: IncomingMessage, near: Socket, head: Buffer, requests: RecordedRequest[]): void {
  const passed = pass(asked);
  const line = ({ statusCode, statusMessage, rawHeaders }: IncomingMessage): string => {
    const headers = rawHeaders.map((part, index) => part + (index % 2 ? '\r\n' : ': ')).join('');
    return `HTTP/1.1 ${statusCode ?? 502} ${statusMessage ?? ''}\r\n${headers}\r\n`;
  };
  passed.on('upgrade', (answered: IncomingMessage, far: Socket, first: Buffer) => {
    requests.push(note(asked, answered));
    near.write(line(answered));
    near.write(first);
    far.write(head);
    far.pipe(near).pipe(far);
    for (const [one, other] of [
      [near, far],
      [far, near],
    ] as const) {
      one.on('error', () => other.destroy()).on('close', () => other.destroy());
    }
  });
  passed.on('response', (answered) => {
    requests.push(note(asked, answered));
    near.write(line(answered));
    answered.pipe(near);
  });
  passed.on('error', () => near.destroy());
  passed.end();
}
