import { request } from 'node:http';

export interface Answer {
  status: number;
  headers: Record<string, unknown>;
  text: string;
  json: unknown;
}

export interface Asked {
  method?: string;
  headers?: Record<string, string>;
  body?: unknown;
}

/** As `fetch`, which does not let anybody set Host or Origin, or leave a path as it is. */
export function ask(origin: string, path: string, asked: Asked = {}): Promise<Answer> {
  const { headers = {}, body } = asked;
  const { method = body === undefined ? 'GET' : 'POST' } = asked;
  const { hostname, port, pathname } = new URL(origin);
  const base = pathname === '/' ? '' : pathname;
  return new Promise((resolve, reject) => {
    const sent = request(
      { host: hostname, port, path: base + path, method, headers, agent: false },
      (response) => {
        let text = '';
        response.setEncoding('utf8');
        response.on('data', (chunk: string) => (text += chunk));
        response.on('end', () => {
          const { statusCode: status = 0, headers: got } = response;
          const isJson = got['content-type']?.startsWith('application/json') === true && text !== '';
          resolve({ status, headers: got, text, json: isJson ? (JSON.parse(text) as unknown) : undefined });
        });
        response.on('error', reject);
      },
    );
    sent.on('error', reject);
    sent.end(body === undefined ? undefined : typeof body === 'string' ? body : JSON.stringify(body));
  });
}
