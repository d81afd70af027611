import { randomBytes } from 'node:crypto';

import { isNavigation } from './agent/pages.js';
import { digest, isSameDigest } from './digest.js';
import type { HttpRequest } from './http/http-request.js';

/**
 * What a browser that was let in brings from then on, for it sends HTTP Basic with few of a page's requests and no secret with absolute
 * paths. Cookies know no ports: the name has it, and the value is of no use anywhere else, or after this gateway.
 */
export class BrowserKey {
  private readonly value = randomBytes(24).toString('base64url');
  private readonly expected = digest(this.value);
  private readonly name: string;

  constructor(port: number) {
    this.name = `orssh-${port}`;
  }

  /** Only the gateway's own pages, and who types an address, bring it: another port of this machine is the same site to a browser. */
  opens(headers: HttpRequest['headers']): boolean {
    const given = digest(cookieIn(headers['cookie'], this.name) ?? '');
    return isOfOwnPage(headers) && isSameDigest(given, this.expected);
  }

  /** The header that gives it to a browser on its way to a page; undefined for other clients. */
  forPage(headers: HttpRequest['headers']): string | undefined {
    return isNavigation(headers)
      ? `${this.name}=${this.value}; Path=/; HttpOnly; SameSite=Strict`
      : undefined;
  }
}

/** Whether no page of another origin made a browser send this; of other clients it is always true. */
export function isOfOwnPage(headers: HttpRequest['headers']): boolean {
  const site = headers['sec-fetch-site'];
  return site === undefined || site === 'same-origin' || site === 'none';
}

function cookieIn(header: string | undefined, name: string): string | undefined {
  const cookie = header?.split(/; */).find((one) => one.startsWith(`${name}=`));
  return cookie?.slice(name.length + 1);
}
