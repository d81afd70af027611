import {
  type SnapshotDiff,
  snapshotDiffSchema,
  type SnapshotRestored,
  snapshotRestoredSchema,
  snapshotTreeSchema,
} from '@orssh/protocol';

import type { CallOptions } from './call-options.js';
import type { StubClient } from './stub-client.js';

/**
 * What a workspace's files were at some moments, kept on the host. Rejects with the kinds `SnapshotUnavailableError` where that cannot
 * be, and `NotFoundError` (code `tree_not_found`) for what is not kept any more.
 */
export class StubSnapshots {
  constructor(
    private readonly client: StubClient,
    private readonly workspaceID: string,
  ) {}

  /** The name of what the files are now; the same where nothing changed. */
  async track(options: CallOptions = {}): Promise<string> {
    const { tree } = await this.client.call(snapshotTreeSchema, this.post('track', {}, options));
    return tree;
  }

  /** What differs, with `patch: false` without patches. */
  async diff(
    json: { from: string; to: string; patch?: boolean },
    options: CallOptions = {},
  ): Promise<SnapshotDiff['files']> {
    return (await this.client.call(snapshotDiffSchema, this.post('diff', json, options))).files;
  }

  /** Makes the named files, or all, what they were. Other files stay; what the snapshot lacks is removed. */
  restore(json: { tree: string; files?: string[] }, options: CallOptions = {}): Promise<SnapshotRestored> {
    return this.client.call(snapshotRestoredSchema, this.post('restore', json, options));
  }

  private post(route: string, json: unknown, options: CallOptions) {
    const query = new URLSearchParams({ workspace: this.workspaceID }).toString();
    return {
      method: 'POST',
      path: `/stub/v1/snapshot/${route}?${query}`,
      json,
      patient: true,
      ...options,
    };
  }
}
