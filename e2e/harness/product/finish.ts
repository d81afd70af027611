import type { RemoteCommand, RemoteHost } from '@orssh/adaptor';
import type { CommandExit, ExecRequest } from '@orssh/protocol';

export interface Finished {
  stdout: Buffer;
  stderr: string;
  exit: CommandExit;
}

/** Reads a command's output to its end. */
export async function finish(command: RemoteCommand): Promise<Finished> {
  const pieces: Record<'stdout' | 'stderr', Uint8Array[]> = { stdout: [], stderr: [] };
  for await (const { stream, data } of command.output) pieces[stream].push(data);
  const exit = await command.exit;
  return { stdout: Buffer.concat(pieces.stdout), stderr: Buffer.concat(pieces.stderr).toString(), exit };
}

/** Runs a command to its end. */
export async function execute(remote: RemoteHost, request: ExecRequest): Promise<Finished> {
  return finish(await remote.stub.exec(request));
}

/** What a shell line prints on stdout. */
export async function output(remote: RemoteHost, command: string): Promise<string> {
  return (await execute(remote, { command })).stdout.toString();
}
