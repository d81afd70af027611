import type { StubClient } from '@orssh/adaptor';
import type { CommandExit, ExecRequest } from '@orssh/protocol';

export interface RemoteResult {
  stdout: string;
  stderr: string;
  end: CommandExit;
  /** When each piece of output came, in milliseconds from the start. */
  arrivals: number[];
}

/** Runs one command of the demonstration to its end. */
export async function runRemote(
  stub: StubClient,
  request: ExecRequest,
  signal: AbortSignal,
): Promise<RemoteResult> {
  const begin = performance.now();
  const text = { stdout: '', stderr: '' };
  const arrivals: number[] = [];
  const command = await stub.exec({ onDenied: 'fail', ...request }, { signal });
  for await (const { stream, data } of command.output) {
    arrivals.push(performance.now() - begin);
    text[stream] += Buffer.from(data).toString();
  }
  return { ...text, end: await command.exit, arrivals };
}
