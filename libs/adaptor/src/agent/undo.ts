/** Files as they were before each step of a session, on the host. */
export interface Undo {
  /** Before a tool of this assistant's message may change files; resolves when it may. Never rejects: undo is then not there. */
  before(step: { sessionID: string; messageID: string }): Promise<void>;
  /** The session rests: what changes from now on is not its doing. */
  settled(sessionID: string): Promise<void>;
  /** Brings back what the files were before this message. Rejects with what could not be done, on which host. */
  revert(to: { sessionID: string; messageID: string; partID?: string }): Promise<UndoneFiles>;
  /** Takes the last {@link Undo.revert} back. */
  unrevert(sessionID: string): Promise<UndoneFiles>;
}

export interface UndoneFiles {
  /** Relative to the workspace's directory. */
  files: string[];
  /** Why nothing could be brought back, for a person; absent where it could. */
  unavailable?: string;
}
