import type { PassThrough } from 'node:stream';

import type { CommandOutput, RemoteCommand } from '@orssh/adaptor';
import { AdaptorError } from '@orssh/adaptor/errors';
import { StubError } from '@orssh/adaptor/stub-error';
import { type CommandExit, FrameDecoder, type FrameMeta, type OutputFrame } from '@orssh/protocol';

import type { DoorStub } from './door-stub.js';

/** A command that is followed; resolved by {@link DoorCommand.start} once it runs. */
export class DoorCommand implements RemoteCommand {
  id = '';
  pid = 0;
  offset = 0;
  readonly exit: Promise<CommandExit>;
  readonly output: AsyncIterable<CommandOutput>;
  private readonly frames: AsyncGenerator<OutputFrame>;
  private ended: (exit: CommandExit) => void = () => undefined;
  private input: PassThrough | undefined;

  private constructor(
    private readonly stub: DoorStub,
    private readonly answer: Response,
  ) {
    this.exit = new Promise((resolve) => {
      this.ended = resolve;
    });
    this.frames = framesOf(answer, stub.host);
    this.output = this.pieces();
  }

  static async start(stub: DoorStub, answer: Response): Promise<DoorCommand> {
    const command = new DoorCommand(stub, answer);
    while (command.id === '') {
      const next = await command.frames.next();
      if (next.done) throw brokenStream(stub.host, new Error('it ended before the command began'));
      if (next.value.type === 'meta') command.hear(next.value.meta);
    }
    return command;
  }

  get stdin(): PassThrough {
    this.input ??= this.stub.feed(this.id);
    return this.input;
  }

  async kill(name?: string, options?: { graceMs?: number }): Promise<void> {
    await this.stub.kill(this.id, { name, ...options });
  }

  detach(): void {
    this.answer.body?.cancel().catch(() => undefined);
  }

  private async *pieces(): AsyncGenerator<CommandOutput> {
    for (;;) {
      const next = await this.frames.next();
      if (next.done) throw brokenStream(this.stub.host, new Error('it ended before the command did'));
      const { value: frame } = next;
      if (frame.type === 'meta') {
        this.hear(frame.meta);
        if (frame.meta.type === 'exit') return;
        continue;
      }
      this.offset += frame.data.length;
      yield { stream: frame.type, data: frame.data };
    }
  }

  private hear(meta: FrameMeta): void {
    if (meta.type === 'start') [this.id, this.pid, this.offset] = [meta.id, meta.pid, meta.offset];
    else if (meta.type === 'cut') this.offset = meta.to;
    else if (meta.type === 'exit') this.ended(meta);
    else if (meta.type === 'denied') {
      const data = { message: meta.message, code: 'denied' };
      throw new StubError(this.stub.host, 403, { name: 'PermissionRejectedError', data });
    }
  }
}

async function* framesOf(answer: Response, host: string): AsyncGenerator<OutputFrame> {
  const decoder = new FrameDecoder();
  try {
    for await (const chunk of (answer.body ?? []) as AsyncIterable<Uint8Array>) {
      const frames: OutputFrame[] = [];
      decoder.push(chunk, (frame) => frames.push(frame));
      yield* frames;
    }
  } catch (error) {
    throw brokenStream(host, error as Error);
  }
}

export function brokenStream(host: string, cause: Error): AdaptorError {
  return new AdaptorError(
    'unreachable',
    host,
    `The stream to the stub on ${host} broke: ${cause.message}.`,
    'A command that runs there goes on.',
    cause,
  );
}
