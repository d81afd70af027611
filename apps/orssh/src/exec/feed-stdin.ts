import type { Writable } from 'node:stream';

import type { Cli } from '../cli.js';

/** Passes standard input on until it ends, or the command no longer reads, or the returned function is called. */
export function feedStdin({ stdin, stderr }: Pick<Cli, 'stdin' | 'stderr'>, remote: Writable): () => void {
  const stop = () => {
    stdin.unpipe(remote);
    stdin.destroy();
  };
  stdin.once('error', (error) => {
    stderr.write(`orssh: standard input cannot be read (${error.message}); the command gets no more of it\n`);
    remote.end();
  });
  // A command that closes its input early is free to do so; what is left is nobody's.
  remote.on('error', stop);
  stdin.pipe(remote);
  return stop;
}
