import {
  type Lease,
  type LeaseHolder,
  leaseHeldDataSchema,
  leaseLostDataSchema,
  printable,
  type StubErrorBody,
} from '@orssh/protocol';

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
