import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { Agent, type IncomingMessage, request } from 'node:http';

import type { RemoteHost } from '@orssh/adaptor';
import { type Gateway, startGateway } from '@orssh/adaptor/gateway';

import { compare, type Row } from './measure.js';
import { makeCold, open, type Route } from './scenario.js';

const agent = new Agent({ keepAlive: true });

/** What the gateway adds to a request and to an event, against the stub's own client on the same connection. */
export async function compareGateway(
  route: Route,
  rounds: number,
): Promise<{ request: Row[]; event: Row[] }> {
  const host = await open(route);
  const workspace = { id: 'wrk_bench1', projectID: 'bench', directory: route.host.folder };
  const secret = randomBytes(24).toString('base64url');
  const gateway = await startGateway({ host: route.name, workspace, secret });
  const stop = new AbortController();
  try {
    await ask(host, 'POST', '/experimental/workspace', { ...workspace, type: 'ssh-provider', name: 'bench' });
    gateway.attach(host.stub);
    const direct = `/path?workspace=${workspace.id}`;
    const ofRequest = await compare(
      [
        { name: 'the stub', baseline: true, run: () => ask(host, 'GET', direct) },
        { name: "the gateway's own answer", run: () => get(`${gateway.url}/experimental/workspace`) },
        { name: 'through the gateway', run: () => get(`${gateway.url}/path`) },
      ],
      rounds,
    );
    const directly = listener();
    void readDirectly(host, workspace.id, directly, stop.signal);
    const through = listener();
    await readThrough(gateway, through, stop.signal);
    // Each round makes one event; whoever listens for it stops the clock.
    const make = (): Promise<unknown> =>
      ask(host, 'POST', `/session?workspace=${workspace.id}`, { title: 'bench' });
    const ofEvent = await compare(
      [
        { name: 'the stub', baseline: true, run: () => Promise.all([make(), directly.next()]) },
        { name: 'through the gateway', run: () => Promise.all([make(), through.next()]) },
      ],
      rounds,
    );
    return { request: ofRequest, event: ofEvent };
  } finally {
    stop.abort();
    await gateway.close();
    await host.close();
    await makeCold(route);
  }
}

/** Resolves `next` with the first event of a session that was created behind the call. */
function listener(): { next: () => Promise<void>; came: () => void } {
  let resolve: (() => void) | undefined;
  return {
    next: () =>
      new Promise((done) => {
        resolve = done;
      }),
    came: () => resolve?.(),
  };
}

async function readDirectly(
  host: RemoteHost,
  workspaceID: string,
  { came }: { came: () => void },
  signal: AbortSignal,
): Promise<void> {
  try {
    for await (const { data } of host.stub.events({ workspaceID, signal })) {
      if (JSON.stringify(data).includes('"session.created.1"')) came();
    }
  } catch (error) {
    if (!signal.aborted) throw error;
  }
}

async function readThrough(
  gateway: Gateway,
  { came }: { came: () => void },
  signal: AbortSignal,
): Promise<void> {
  const asked = request(`${gateway.url}/global/event`, { signal });
  asked.on('error', () => undefined);
  asked.end();
  const [response] = (await once(asked, 'response')) as [IncomingMessage];
  response.setEncoding('utf8');
  response.on('error', () => undefined);
  response.on('data', (text: string) => {
    if (text.includes('"session.created.1"')) came();
  });
}

function ask(host: RemoteHost, method: string, path: string, json?: unknown): Promise<void> {
  return new Promise((resolve, reject) => {
    const sink = { start: () => undefined, data: () => undefined, end: resolve, fail: reject };
    host.stub.forward({ method, path, json }, { head: () => sink, fail: reject });
  });
}

async function get(url: string): Promise<void> {
  const asked = request(url, { agent });
  asked.end();
  const [response] = (await once(asked, 'response')) as [IncomingMessage];
  response.resume();
  await once(response, 'end');
}
