import type { Interrupts } from './interrupts.js';
import type { Libraries } from './libraries.js';
import type { Input, Output } from './output/streams.js';
import type { Terminal } from './prompts/terminal.js';

/** Everything of the outside world that the commands touch. */
export interface Cli {
  readonly version: string;
  readonly env: NodeJS.ProcessEnv;
  /** The current folder. */
  readonly cwd: string;
  readonly stdin: Input;
  readonly stdout: Output;
  readonly stderr: Output;
  readonly interrupts: Interrupts;
  /** The person's terminal, opened for one question; undefined where there is none. */
  readonly openTerminal: () => Terminal | undefined;
  readonly libraries: Libraries;
}
