import type { StubHeaders } from '../exchange.js';
import type { HttpRequest } from './http/http-request.js';

const hopByHop = [
  'connection',
  'keep-alive',
  'proxy-authenticate',
  'proxy-authorization',
  'proxy-connection',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
];
const notToTheStub = new Set([
  ...hopByHop,
  ...['host', 'expect', 'authorization', 'cookie', 'origin', 'referer'],
  // No stub packs anything; what a host packs is as large as it likes where it is unpacked.
  ...['accept-encoding', 'sec-websocket-extensions'],
]);
const notToTheClient = new Set([
  ...hopByHop,
  'set-cookie',
  'set-cookie2',
  'www-authenticate',
  'clear-site-data',
  'strict-transport-security',
  'alt-svc',
  'server',
  // Nothing of a host is anywhere else: these lead a client to what is on its own machine.
  'location',
  'content-location',
  'refresh',
  'link',
]);
/** What both sides say among themselves; a host may not open this gateway to other origins either. */
const ownToStub = /^(x-opencode-|x-orssh-|sec-fetch-|x-forwarded-|forwarded$)/;
const ownToClient = /^(x-opencode-|x-orssh-|access-control-)/;
/** What passes of it between an agent host and the stub: its leases are this side's. */
const ofTools = /^x-orssh-(?!lease)/;

/** A client's headers as the stub gets them. */
export function toStub({ headers }: Pick<HttpRequest, 'headers'>, ofAgent = false): Record<string, string> {
  const named = namedBy(headers['connection']);
  const isOwn = (name: string): boolean => ownToStub.test(name) && !(ofAgent && ofTools.test(name));
  return Object.fromEntries(
    Object.entries(headers).filter(([name]) => !notToTheStub.has(name) && !isOwn(name) && !named.has(name)),
  );
}

/** The stub's headers as the client gets them; `x-opencode-sync` is not among them. */
export function toClient(headers: StubHeaders, ofAgent = false): StubHeaders {
  const named = namedBy(headers['connection']);
  const isOwn = (name: string): boolean => ownToClient.test(name) && !(ofAgent && ofTools.test(name));
  return {
    ...Object.fromEntries(
      Object.entries(headers).filter(
        ([name]) => !notToTheClient.has(name) && !isOwn(name) && !named.has(name),
      ),
    ),
    'x-content-type-options': 'nosniff',
  };
}

/** Whether it is told in a form that whoever reads it unpacks, to any size. */
export function isPacked(headers: StubHeaders): boolean {
  const coding = headers['content-encoding'];
  return coding !== undefined && String(coding).toLowerCase() !== 'identity';
}

/** Of what a host answers: opened as a page, it is nothing of this gateway's. OpenCode's own pages come without. */
export const ofNoPage = { 'content-security-policy': "sandbox; default-src 'none'" };

function namedBy(connection: string | string[] | undefined): Set<string> {
  return new Set(
    String(connection ?? '')
      .toLowerCase()
      .split(',')
      .map((name) => name.trim()),
  );
}
