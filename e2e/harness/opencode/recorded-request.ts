import type { IncomingMessage } from 'node:http';

/** A request as it is kept: what varies from run to run is gone. */
export interface RecordedRequest {
  method: string;
  /** Ids stand as `{id}`. */
  path: string;
  /** Names of the query's parameters, sorted. */
  query: string[];
  status: number;
  answer: 'body' | 'stream' | 'websocket';
}

export function recordedRequest(
  method: string,
  url: string,
  { statusCode = 0, headers }: IncomingMessage,
): RecordedRequest {
  const { pathname, searchParams } = new URL(url, 'http://target');
  return {
    method,
    path: pathname.replace(/\b(?:[a-z]{3}_[0-9a-zA-Z]{20,}|[0-9a-f]{40})\b/g, '{id}'),
    query: [...new Set(searchParams.keys())].sort(),
    status: statusCode,
    answer: answerKind(statusCode, headers['content-type']),
  };
}

function answerKind(status: number, type = ''): RecordedRequest['answer'] {
  if (status === 101) return 'websocket';
  return type.startsWith('text/event-stream') ? 'stream' : 'body';
}

/** Each different request once, sorted. */
export function distinct(requests: readonly RecordedRequest[]): RecordedRequest[] {
  const lines = new Map(requests.map((entry) => [asLine(entry), entry]));
  return [...lines].sort(([one], [other]) => (one < other ? -1 : 1)).map(([, entry]) => entry);
}

export function asLine({ method, path, query, status, answer }: RecordedRequest): string {
  return `${method} ${path}${query.length ? `?${query.join('&')}` : ''} ${status} ${answer}`;
}
