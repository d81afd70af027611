/** One request to the gateway. */
export interface HttpRequest {
  readonly method: string;
  /** Path and query as they came; begins with a slash, printable ASCII. */
  readonly target: string;
  /** Names in lower case; values that came more than once are joined with commas. */
  readonly headers: Readonly<Record<string, string>>;
  /** Undefined when there is none. To be read once; throws when the client goes before its end. */
  readonly body: AsyncIterable<Uint8Array> | undefined;
  /** Aborts when the client has gone. */
  readonly gone: AbortSignal;
  /** To be called once the client has shown that it may be here: its connection is not given up for another. */
  readonly proven: () => void;
}

/** A request that is not HTTP as this server takes it: answered with `status`, then the connection is closed. */
export class BadRequest extends Error {
  override name = 'BadRequest';

  constructor(
    readonly status: 400 | 413 | 431 | 501,
    message: string,
  ) {
    super(message);
  }
}

export function clientGone(): Error {
  return new Error('the client has gone');
}
