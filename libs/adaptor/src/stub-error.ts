import {
  type Lease,
  type LeaseHolder,
  leaseHeldDataSchema,
  leaseLostDataSchema,
  printable,
  type StubErrorBody,
} from '@orssh/protocol';

/** What to do about answers that say that a host has no more of something, whatever was asked of it. A map: a name is the host's. */
const advice = new Map<string, (host: string) => string>([
  [
    'NoSpaceError',
    (host) =>
      `Free some space on ${host} (\`orssh gc ${host}\` removes what is left of earlier stubs), and try again.`,
  ],
  ['UnavailableError', (host) => `End some commands or close workspaces on ${host}, and try again.`],
  [
    'TooManyRequestsError',
    (host) =>
      `Something on ${host} asks its stub without the right token; try again in a moment. \`orssh logs ${host}\` says more.`,
  ],
  ['TimeoutError', (host) => `The line to ${host} stood still; try again.`],
  ['PayloadTooLargeError', () => 'Send less at once.'],
]);

/**
 * The stub answered with an error; `message` is safe to print, and what `body` says is not. `code` and `data` are its own (`PermissionRequiredError`: data.requestID, path, patterns;
 * `LeaseHeldError`: {@link StubError.leases}; `LeaseLostError`: {@link StubError.by}).
 */
export class StubError extends Error {
  override name = 'StubError';

  constructor(
    readonly host: string,
    readonly status: number,
    readonly body: StubErrorBody,
  ) {
    super(`${host}: ${printable(body.data.message)}`);
  }

  /** `NotFoundError`, `PermissionRequiredError`, … */
  get kind(): string {
    return this.body.name;
  }

  get code(): string | undefined {
    return this.body.data.code;
  }

  /** What to do where the host, or its stub, has no more of something; undefined for other errors. */
  get advice(): string | undefined {
    return advice.get(this.kind)?.(this.host);
  }

  /** `LeaseHeldError`: the leases in the way; undefined for other errors. */
  get leases(): Lease[] | undefined {
    return this.held?.leases;
  }

  /** `LeaseHeldError`: unfinished commands that are in the way; undefined for other errors. */
  get commands(): number | undefined {
    return this.held?.commands;
  }

  /** `LeaseLostError`: who took the lease; undefined when nobody did, and for other errors. */
  get by(): LeaseHolder | undefined {
    if (this.kind !== 'LeaseLostError') return undefined;
    return leaseLostDataSchema.safeParse(this.body.data).data?.by;
  }

  private get held() {
    if (this.kind !== 'LeaseHeldError') return undefined;
    return leaseHeldDataSchema.safeParse(this.body.data).data;
  }
}
