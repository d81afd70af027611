const maxSessions = 200;
const maxFiles = 5_000;

/** Which state of each file a session knows: what it last read, or wrote itself. */
export class SeenFiles {
  private readonly sessions = new Map<string, Map<string, string>>();

  /** `resolved` and `etag` as the host says. */
  saw(sessionID: string, resolved: string, etag: string): void {
    if (etag === '') return;
    const files = this.sessions.get(sessionID) ?? new Map<string, string>();
    // The last used of them are kept.
    this.sessions.delete(sessionID);
    this.sessions.set(sessionID, files);
    files.delete(resolved);
    files.set(resolved, etag);
    dropFirst(this.sessions, maxSessions);
    dropFirst(files, maxFiles);
  }

  forget(sessionID: string, resolved: string): void {
    this.sessions.get(sessionID)?.delete(resolved);
  }

  /** Whether the session has seen this file in another state. */
  isStale(sessionID: string, resolved: string, etag: string): boolean {
    const seen = this.sessions.get(sessionID)?.get(resolved);
    return seen !== undefined && seen !== etag;
  }
}

function dropFirst(map: Map<string, unknown>, max: number): void {
  for (const key of map.keys()) {
    if (map.size <= max) return;
    map.delete(key);
  }
}
