import { sshdPath } from './start-sshd.js';

/** A describe block that needs a real sshd: without one it is skipped, and counted as such. */
export const describeWithSshd: jest.Describe = sshdPath === undefined ? describe.skip : describe;

if (sshdPath === undefined) {
  process.stderr.write('SKIPPED: tests that need a real sshd (apt-get install openssh-server).\n');
}
