import type { StubErrorBody } from '@orssh/protocol';

/** The stub answered with an error. `code` and `data` are its own (`PermissionRequiredError`: data.requestID, path, patterns). */
export class StubError extends Error {
  override name = 'StubError';

  constructor(
    readonly host: string,
    readonly status: number,
    readonly body: StubErrorBody,
  ) {
    super(`${host}: ${body.data.message}`);
  }

  /** `NotFoundError`, `PermissionRequiredError`, … */
  get kind(): string {
    return this.body.name;
  }

  get code(): string | undefined {
    return this.body.data.code;
  }
}
