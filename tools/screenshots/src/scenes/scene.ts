import type { Stage } from '../stage.js';
import type { Terminal } from '../terminal.js';

/** One picture: what is on the stage, what is typed, and what a person does. */
export interface Scene {
  name: string;
  /** As it is typed after the prompt. */
  command: string;
  hosts: readonly string[];
  /** In the ssh_config, and nothing listens there. */
  dead?: readonly string[];
  /** Wide enough that nothing is broken which the picture shows in one line. */
  columns: number;
  /** Of a program that has the whole screen: the picture is of that, when `play` is over. */
  rows?: number;
  /** What such a program paints it with. */
  background?: string;
  /** Below the home; where the command is typed. */
  folder?: string;
  /** Before the curtain. */
  prepare?(stage: Stage): Promise<void>;
  /** Keys, until the program ends by itself, or shows what is wanted. */
  play?(terminal: Terminal): Promise<void>;
}
