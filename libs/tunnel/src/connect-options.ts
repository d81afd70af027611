import type { ConnectionState } from './connection.js';
import type { LoginListener } from './login-event.js';
import type { Prompter } from './prompter.js';

export interface ConnectOptions {
  /** Absent: nobody is asked; what would need an answer fails with an error that says so. */
  prompter?: Prompter;
  signal?: AbortSignal;
  /** For each hop, not counting the time that a person takes to answer. Default: ConnectTimeout, or 20 s. */
  timeoutMs?: number;
  onState?: (state: ConnectionState) => void;
  /** What is worth telling a person, but stops nothing. */
  onNotice?: (message: string) => void;
  /** Told what each login shows. The server is then asked for its methods first, which takes a round trip more. */
  onLogin?: LoginListener;
  env?: NodeJS.ProcessEnv;
}
