import type { Asked } from './asked.js';

/** A call of a tool, as the model makes it. */
export interface CallStep {
  call: string;
  /** A text is sent as it is: a model may write what is not JSON. */
  args: Record<string, unknown> | string;
  /** Default: one that no other call has. */
  id?: string;
  /** In how many pieces the arguments come. Default 1. */
  chunks?: number;
}

/** Numbers of tokens. */
export interface Usage {
  input?: number;
  output?: number;
  /** Of `input`. */
  cached?: number;
  /** Of `output`. */
  reasoning?: number;
}

/** One thing that the model does; README.md has what each means. */
export type Step =
  | CallStep
  | { text: string }
  | { reasoning: string }
  | { until: Promise<unknown> }
  | { pauseMs: number }
  | { usage: Usage }
  | { finish: string }
  | { status: number; message?: string; headers?: Record<string, string> }
  | { cut: true };

export type Steps = Step | readonly Step[];

/** One answer of the model. */
export type Turn = Steps | ((asked: Asked) => Steps | Promise<Steps>);
