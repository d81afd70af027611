import type { OpenHostEvent } from '@orssh/adaptor';

import type { Cli } from '../cli.js';
import type { CommonOptions } from '../host/target-options.js';
import { colorsFor } from '../output/colors.js';
import { isLive, plainProgress, type Progress } from '../output/progress.js';
import type { SetupState } from './setup-line.js';
import { SetupLines } from './setup-lines.js';
import { SetupScreen } from './setup-screen.js';

/** Shows how several hosts get ready. */
export interface SetupDisplay extends Progress {
  /** What happens on the host at `index`. */
  event(index: number, event: OpenHostEvent): void;
  /** Its state from now on, where no event says it. */
  set(index: number, state: SetupState): void;
}

/** A line a host where there is a terminal to redraw it on, else a line for each step. */
export async function setupDisplay(
  { stderr, env }: Pick<Cli, 'stderr' | 'env'>,
  names: readonly string[],
  options: CommonOptions,
): Promise<SetupDisplay> {
  if (!isLive({ stderr, env }, options)) {
    const steps = options.json && !options.verbose ? 'quiet' : 'lines';
    return new SetupLines(names, plainProgress(stderr, steps));
  }
  const { createLogUpdate } = await import('log-update');
  return new SetupScreen(names, stderr, colorsFor(stderr, env), createLogUpdate(stderr as never));
}
