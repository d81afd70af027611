import type { SnapshotDiff } from '@orssh/protocol';

/** Files as they were before each step of a session, on the host. */
export interface Undo {
  /** Before a tool of this assistant's message may change files; resolves when it may. Never rejects: undo is then not there. */
  before(step: { sessionID: string; messageID: string }): Promise<void>;
  /** The session rests: what changes from now on is not its doing. */
  settled(sessionID: string): Promise<void>;
  /** The messages whose changes are known, the oldest first. */
  steps(sessionID: string): Promise<string[]>;
  /** What differs between the files before the first of these messages and after the last of them. */
  changes(of: { sessionID: string; messages: string[] }): Promise<FileChange[]>;
  /** Brings back what the files were before this message. Rejects with what could not be done, on which host. */
  revert(to: { sessionID: string; messageID: string; partID?: string }): Promise<UndoneFiles>;
  /** Takes the last {@link Undo.revert} back. */
  unrevert(sessionID: string): Promise<UndoneFiles>;
}

/** What became of a file, whose name is relative to the workspace's directory. */
export type FileChange = SnapshotDiff['files'][number];

export interface UndoneFiles {
  /** Relative to the workspace's directory. */
  files: string[];
  /** Why nothing could be brought back, for a person; absent where it could. */
  unavailable?: string;
  /** Of a revert: what it did to the files, from what they were before it. Absent where that cannot be told. */
  done?: FileChange[];
  /** Of a revert: what it took back, in the direction of the session's own changes. */
  takenBack?: FileChange[];
}
