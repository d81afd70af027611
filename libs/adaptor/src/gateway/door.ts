import { createHash, timingSafeEqual } from 'node:crypto';

import type { HttpRequest } from './http/http-request.js';

/** Where an admitted request goes, without the secret; or why it is turned away. */
export type Admission = { target: string } | { refused: 'host' | 'origin' | 'secret' };

/** Lets in who knows the secret, and no page of a browser but the gateway's own. */
export class Door {
  private readonly hosts: ReadonlySet<string>;
  private readonly origins: ReadonlySet<string>;
  private readonly secret: Buffer;
  private readonly basic: Buffer;

  constructor({ secret, port }: { secret: string; port: number }) {
    const names = ['127.0.0.1', 'localhost', '[::1]'].map((name) => `${name}:${port}`);
    this.hosts = new Set(names);
    this.origins = new Set(names.map((name) => `http://${name}`));
    this.secret = digest(secret);
    this.basic = digest(`opencode:${secret}`);
  }

  admit({ target, headers }: Pick<HttpRequest, 'target' | 'headers'>): Admission {
    // Another name may have been made to point here (DNS rebinding).
    if (!this.hosts.has(headers['host']?.toLowerCase() ?? '')) return { refused: 'host' };
    const { origin } = headers;
    if (origin !== undefined && !this.origins.has(origin.toLowerCase())) return { refused: 'origin' };
    const [segment = ''] = target.slice(1).split(/[/?]/, 1);
    const byPath = timingSafeEqual(digest(segment), this.secret);
    const byPassword = timingSafeEqual(digest(passwordOf(headers['authorization'])), this.basic);
    if (byPath) {
      const rest = target.slice(1 + segment.length);
      return { target: rest.startsWith('/') ? rest : `/${rest}` };
    }
    return byPassword ? { target } : { refused: 'secret' };
  }
}

/** Of the same length whatever it is of, so that a comparison takes the same time. */
function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}

function passwordOf(authorization = ''): string {
  const encoded = /^basic +([A-Za-z0-9+/=]+)$/i.exec(authorization)?.[1] ?? '';
  return Buffer.from(encoded, 'base64').toString('utf8');
}
