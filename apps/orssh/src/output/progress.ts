import type { Output } from './streams.js';

/** Tells a person what is under way. Nothing of it is ever written to standard output. */
export interface Progress {
  /** The step that begins now. */
  step(text: string): void;
  /** A line that stays. */
  note(text: string): void;
  /** Clears the way for a prompt; the next `step` or {@link resume} shows again. */
  pause(): void;
  resume(): void;
  /** Everything is done or failed; leaves no trace of a spinner. */
  end(): void;
}

/** Whether there is a terminal on which lines may be redrawn. */
export function isLive(
  { stderr, env }: { stderr: Output; env: NodeJS.ProcessEnv },
  { verbose, json }: { verbose?: boolean; json?: boolean },
): boolean {
  return movesOn(stderr, env) && !verbose && !json;
}

/** Whether lines may change on this stream. What runs a build may give it a terminal that nobody looks at. */
export function movesOn(stream: { isTTY?: boolean }, env: NodeJS.ProcessEnv): boolean {
  return stream.isTTY === true && env['TERM'] !== 'dumb' && !env['CI'];
}

/** Without a terminal: notes are lines; so are steps, each once, where they are the business of the command. */
export function plainProgress(output: Output, steps: 'quiet' | 'lines'): Progress {
  let last = '';
  const nothing = () => undefined;
  const note = (text: string) => {
    output.write(`${text}\n`);
  };
  const step = (text: string) => {
    if (text !== last) note(text);
    last = text;
  };
  return { note, step: steps === 'lines' ? step : nothing, pause: nothing, resume: nothing, end: nothing };
}
