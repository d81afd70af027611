import { posix } from 'node:path';

import type { AgentFile } from '../agent-file.js';

/** Names of places on the host, whatever names them: the workspace's directory stands where the anchor is said. */
export class HostPaths {
  private readonly directory: string;
  private readonly anchor: string;

  constructor({ anchor, workspace }: Pick<AgentFile, 'anchor' | 'workspace'>) {
    this.directory = withoutSlash(workspace.directory);
    this.anchor = withoutSlash(anchor);
  }

  /** Absolute, without `.` and `..`; what is relative is in the workspace's directory. */
  path(path: string): string {
    return posix.resolve(this.directory, this.onHost(path));
  }

  /** As seen from the workspace's directory: empty for itself, with `..` for what is beside it. */
  relative(path: string): string {
    return posix.relative(this.directory, this.path(path));
  }

  private onHost(path: string): string {
    if (path !== this.anchor && !path.startsWith(`${this.anchor}/`)) return path;
    return this.directory + path.slice(this.anchor.length);
  }
}

function withoutSlash(folder: string): string {
  return folder.length > 1 ? folder.replace(/\/+$/, '') : folder;
}
