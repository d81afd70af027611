import type { HttpRequest } from './http/http-request.js';
import { once } from './once.js';

/** The same request with another body, which is JSON. */
export function withBody(request: HttpRequest, body: Buffer): HttpRequest {
  const headers = {
    ...request.headers,
    'content-type': 'application/json',
    'content-length': String(body.length),
  };
  return { ...request, headers, body: once(body) };
}
