import { conformsInClosing } from './conformance/closing.js';
import { conformsInExec } from './conformance/exec.js';
import { conformsInForward } from './conformance/forward.js';
import { conformsInUpload } from './conformance/upload.js';
import type { ConformanceOptions, ConnectionFactory } from './conformance/subject.js';

/**
 * Registers the tests that every implementation of Connection passes. The host must be this machine: its commands run
 * by a POSIX shell, and what the tests write and listen on is reached through it.
 */
export function connectionConformance(
  name: string,
  factory: ConnectionFactory,
  { signals = true, sockets = true }: Partial<ConformanceOptions> = {},
): void {
  describe(`${name} conforms to Connection`, () => {
    conformsInExec(factory, { signals });
    conformsInUpload(factory);
    conformsInForward(factory, { sockets });
    conformsInClosing(factory);
  });
}
