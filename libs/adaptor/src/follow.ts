import {
  type CommandExit,
  FrameDecoder,
  type FrameMeta,
  type PermissionReply,
  type PermissionRequest,
} from '@orssh/protocol';

import { CommandStdin } from './command-stdin.js';
import { AdaptorError, hostile } from './errors.js';
import { Flow } from './flow.js';
import type { CommandOutput, RemoteCommand } from './remote-command.js';
import { StubError } from './stub-error.js';
import type { StreamSink, StubRequest } from './exchange.js';
import type { StubHttp } from './stub-http.js';

/** Output that may wait for its reader; enough to keep a fast stream going. */
const unreadLimit = 4 * 1024 * 1024;
/** What a piece takes beside its bytes. */
const ownBytes = 256;
/** A stub asks once for all that a command wants. */
const maxAsked = 16;

export interface FollowOptions {
  /** Stops following; the command goes on. */
  signal?: AbortSignal;
  /** Output between these offsets was lost before it could be read. */
  onCut?: (gap: { from: number; to: number }) => void;
  /** Asked when the command waits for a permission; undefined leaves it waiting for somebody else's answer. */
  onPermission?: (request: PermissionRequest) => Promise<PermissionReply | undefined>;
}

export interface FollowContext {
  host: string;
  http: StubHttp;
  kill: RemoteCommand['kill'] extends (...rest: infer Rest) => unknown
    ? (id: string, ...rest: Rest) => Promise<void>
    : never;
  reply: (request: PermissionRequest, reply: PermissionReply) => Promise<void>;
}

/** Follows the frames that `request` answers with. Resolves when the command runs (or has run). */
export function follow(
  context: FollowContext,
  request: StubRequest,
  options: FollowOptions,
): Promise<RemoteCommand> {
  return new Promise((resolve, reject) => {
    new FollowedCommand(context, options, resolve, reject).begin(request);
  });
}

class FollowedCommand implements RemoteCommand, StreamSink {
  id = '';
  pid = 0;
  loose: string | undefined;
  offset = 0;
  readonly output: Flow<CommandOutput>;
  readonly exit: Promise<CommandExit>;
  private readonly decoder = new FrameDecoder();
  private control: { pause(): void; resume(): void } | undefined;
  private stop: (reason: Error) => void = () => undefined;
  private ended: { resolve: (exit: CommandExit) => void; reject: (error: Error) => void } | undefined;
  private exited = false;
  private readonly asked = new Set<string>();
  private input: CommandStdin | undefined;

  constructor(
    private readonly context: FollowContext,
    private readonly options: FollowOptions,
    private readonly resolve: (command: RemoteCommand) => void,
    private readonly reject: (error: Error) => void,
  ) {
    this.exit = new Promise((resolveExit, rejectExit) => {
      this.ended = { resolve: resolveExit, reject: rejectExit };
    });
    // Whoever reads only the output gets the error there.
    this.exit.catch(() => undefined);
    this.output = new Flow({
      sizeOf: (item) => item.data.length + ownBytes,
      limit: unreadLimit,
      pause: () => this.control?.pause(),
      resume: () => this.control?.resume(),
      onReturn: () => {
        this.detach();
      },
    });
  }

  begin(request: StubRequest): void {
    this.stop = this.context.http.stream({ ...request, signal: this.options.signal }, this);
  }

  get stdin(): CommandStdin {
    this.input ??= new CommandStdin(this.context.http, this.context.host, this.id);
    return this.input;
  }

  kill(signal?: string, options?: { graceMs?: number }): Promise<void> {
    return this.context.kill(this.id, signal, options);
  }

  detach(): void {
    const { host } = this.context;
    const message = `The output of command ${this.id} on ${host} is no longer followed.`;
    this.stop(
      new AdaptorError('detached', host, message, 'It goes on; attach to it again to see its output.'),
    );
  }

  start(control: { pause(): void; resume(): void }): void {
    this.control = control;
  }

  data(chunk: Uint8Array): void {
    try {
      if (this.exited) throw new Error('its output goes on behind its end');
      this.decoder.push(chunk, (frame) => {
        if (this.exited) return;
        if (frame.type === 'meta') {
          this.onMeta(frame.meta);
          return;
        }
        this.offset += frame.data.length;
        this.output.push({ stream: frame.type, data: frame.data });
      });
    } catch (error) {
      this.stop(hostile(this.context.host, error));
    }
  }

  end(): void {
    if (!this.exited)
      this.fail(hostile(this.context.host, new Error('its output ended before the command did')));
  }

  fail(error: Error): void {
    if (this.exited) return;
    this.exited = true;
    this.output.end(error);
    this.ended?.reject(error);
    this.reject(error);
    this.input?.destroy(error);
  }

  private onMeta(meta: FrameMeta): void {
    switch (meta.type) {
      case 'start':
        if (this.id !== '') throw new Error('its command began twice');
        this.id = meta.id;
        this.pid = meta.pid;
        this.loose = meta.loose;
        this.offset = meta.offset;
        this.resolve(this);
        return;
      case 'cut':
        if (meta.to < meta.from) throw new Error('it lost less than nothing');
        this.offset = meta.to;
        this.options.onCut?.({ from: meta.from, to: meta.to });
        return;
      case 'permission':
        this.ask(meta.request);
        return;
      case 'denied':
        this.stop(
          new StubError(this.context.host, 403, {
            name: 'PermissionRejectedError',
            data: { message: meta.message, code: 'denied' },
          }),
        );
        return;
      case 'exit': {
        this.exited = true;
        this.output.end();
        this.input?.destroy();
        this.ended?.resolve(meta);
        if (this.id === '')
          this.reject(hostile(this.context.host, new Error('a command that ended before it began')));
        return;
      }
      case 'heartbeat':
        return;
    }
  }

  private ask(request: PermissionRequest): void {
    if (this.asked.has(request.id)) return;
    this.asked.add(request.id);
    if (this.asked.size > maxAsked) throw new Error('it asks without end');
    const answer = async (): Promise<void> => {
      const reply = await this.options.onPermission?.(request);
      if (reply !== undefined) await this.context.reply(request, reply);
    };
    answer().catch((error: unknown) => {
      // Somebody else has answered: what became of it comes by the stream.
      if (error instanceof StubError && error.status === 404) return;
      this.stop(error as Error);
    });
  }
}
