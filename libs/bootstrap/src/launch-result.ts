import type { Ready } from '@orssh/protocol';

import { BootstrapError } from './errors.js';
import { excerpt } from './excerpt.js';
import { folderProblem, type ProblemPlace } from './folder-problem.js';
import { findStubLine } from './stub-lines.js';

/** A stub that says it serves, with the token that was asked for. */
export type ReadyStub = Ready & { token: string };

/** The ready line in what `launch` printed; otherwise rejects with why there is none. */
export function readyFrom(printed: string, place: ProblemPlace): ReadyStub {
  const line = findStubLine(printed);
  if (line && 'ready' in line && line.ready.token !== undefined)
    return { ...line.ready, token: line.ready.token };
  const code = line && 'failure' in line ? line.failure.code : undefined;
  const said = line && 'failure' in line ? line.failure.message : printed;
  const known = folderProblem(said, place, code);
  if (known) throw known;
  throw new BootstrapError({
    code: 'stub_failed',
    host: place.host,
    message: `The stub did not start on ${place.host}${code === undefined ? '' : ` (${code})`}${excerpt(said)}.`,
    remedy: `Look at \`orssh logs ${place.host}\`; \`orssh stop ${place.host}\` ends a stub that hangs.`,
  });
}
