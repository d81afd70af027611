import { isNavigation } from './agent/pages.js';
import { BrowserKey, isOfOwnPage } from './browser-key.js';
import { digest, isSameDigest } from './digest.js';
import type { HttpRequest } from './http/http-request.js';

/**
 * Where an admitted request goes, without the secret; or why it is turned away. `of: 'agent'`: it may ask what an agent host may.
 * `cookie` is to be given with the answer, whose client is then to ask for `target`, where `redirect` is set.
 */
export type Admission =
  | { target: string; of: 'client'; cookie?: string; redirect?: boolean }
  | { target: string; of: 'agent' }
  | { refused: 'host' | 'origin' | 'secret' };

/** What a `StubClient` calls who it speaks to. */
const stubName = 'stub';

/** Lets in who knows the secret, and no page of a browser but the gateway's own. */
export class Door {
  private readonly hosts: ReadonlySet<string>;
  private readonly origins: ReadonlySet<string>;
  private readonly secret: Buffer;
  private readonly basic: Buffer;
  private readonly agent: Buffer | undefined;
  private readonly browsers: BrowserKey | undefined;

  /** With an `agentToken` there are agents and web pages to be let in. */
  constructor({ secret, port, agentToken }: { secret: string; port: number; agentToken?: string }) {
    const names = ['127.0.0.1', 'localhost', '[::1]'].map((name) => `${name}:${port}`);
    this.hosts = new Set(names);
    this.origins = new Set(names.map((name) => `http://${name}`));
    this.secret = digest(secret);
    this.basic = digest(`opencode:${secret}`);
    this.agent = agentToken === undefined ? undefined : digest(agentToken);
    this.browsers = agentToken === undefined ? undefined : new BrowserKey(port);
  }

  admit({ target, headers }: Pick<HttpRequest, 'target' | 'headers'>): Admission {
    const { host = '', origin, authorization } = headers;
    const byToken = this.agent !== undefined && isSameDigest(digest(bearerOf(authorization)), this.agent);
    // Another name may have been made to point here (DNS rebinding).
    const isHere = this.hosts.has(host.toLowerCase()) || (byToken && host === stubName);
    if (!isHere) return { refused: 'host' };
    if (origin !== undefined && !this.origins.has(origin.toLowerCase())) return { refused: 'origin' };
    const [segment = ''] = target.slice(1).split(/[/?]/, 1);
    const byPath = isSameDigest(digest(segment), this.secret);
    const byPassword = isSameDigest(digest(passwordOf(authorization)), this.basic);
    const cookie = this.browsers?.forPage(headers);
    if (byPath) {
      const rest = target.slice(1 + segment.length);
      const inside = rest.startsWith('/') ? rest : `/${rest}`;
      return { target: inside, of: 'client', ...(cookie === undefined ? {} : { cookie, redirect: true }) };
    }
    if (byToken) return { target, of: 'agent' };
    // A browser that knows the password sends it with whatever any page asks of here.
    if (byPassword && !isOfOwnPage(headers) && !isVisit(headers)) return { refused: 'origin' };
    if (byPassword) return { target, of: 'client', cookie };
    return this.browsers?.opens(headers) ? { target, of: 'client' } : { refused: 'secret' };
  }
}

/** Somebody follows a link to here; nothing of it is shown within another page. */
function isVisit(headers: HttpRequest['headers']): boolean {
  return isNavigation(headers) && (headers['sec-fetch-dest'] ?? 'document') === 'document';
}

function passwordOf(authorization = ''): string {
  const encoded = /^basic +([A-Za-z0-9+/=]+)$/i.exec(authorization)?.[1] ?? '';
  return Buffer.from(encoded, 'base64').toString('utf8');
}

function bearerOf(authorization = ''): string {
  return /^bearer +([\x21-\x7e]+)$/i.exec(authorization)?.[1] ?? '';
}
