import type { CommandOutput, RemoteCommand, StubClient } from '@orssh/adaptor';
import { AdaptorError } from '@orssh/adaptor/errors';
import { StubError } from '@orssh/adaptor/stub-error';
import type { CommandExit, ExecRequest, PermissionReply, PermissionRequest } from '@orssh/protocol';

import { AgentError } from '../agent-error.js';
import { pauseBefore, whileAway } from '../remote/while-away.js';
import { stubInstance } from './stub-instance.js';

/** For a command that is told to end, before it is killed. */
const graceMs = 3000;
/** A host that is away may come back to what is to be ended on it. */
const endWithinMs = 10 * 60_000;

export type CommandStub = Pick<StubClient, 'exec' | 'attach' | 'killKey' | 'health' | 'call'>;

export interface HostCommandOptions {
  host: string;
  /** What it is asked for with. Default: one of its own. */
  key?: string;
  /** Ends the wait for a host that is away, and the following; the command itself is ended by {@link HostCommand.end}. */
  signal?: AbortSignal;
  onOutput: (piece: CommandOutput) => void | Promise<void>;
  /** That much output was lost before it could be read. */
  onCut?: (bytes: number) => void;
  /** Why nothing moves; undefined once it does again. */
  onAway?: (why: string | undefined) => void;
  onStart?: (command: RemoteCommand) => void;
  onPermission?: (request: PermissionRequest) => Promise<PermissionReply | undefined>;
}

/** How it ended; undefined when the stub that ran it is gone, and the command with it. */
export type CommandEnd = CommandExit | undefined;

/**
 * One command on the host, followed over lost connections: it is attached to again where its output was cut, and never runs twice.
 */
export class HostCommand {
  private readonly key: string;
  private offset = 0;
  private id: string | undefined;

  constructor(
    private readonly stub: CommandStub,
    private readonly request: ExecRequest,
    private readonly options: HostCommandOptions,
  ) {
    this.key = options.key ?? crypto.randomUUID();
  }

  /** The id on the host, once it runs. */
  get commandID(): string | undefined {
    return this.id;
  }

  /** Runs it to its end. To be called once. */
  async run(): Promise<CommandEnd> {
    const { signal, onAway, host } = this.options;
    const instance = await stubInstance(this.stub, { signal, onAway });
    let command = await whileAway(async (again) => {
      if (again && (await stubInstance(this.stub, { signal, fresh: true })) !== instance)
        throw outcomeUnknown(host);
      return this.start();
    }, this.options);
    for (let fruitless = 0; ;) {
      const from = this.offset;
      try {
        return await this.follow(command);
      } catch (error) {
        if (!isBroken(error)) throw error;
        onAway?.((error as Error).message);
      }
      // A host that lets it be attached to and ends that at once is not asked without a pause.
      fruitless = this.offset > from ? 0 : fruitless + 1;
      if (fruitless > 1) await pauseBefore(fruitless, signal);
      const next = await whileAway(() => this.attach(), { signal, onAway });
      onAway?.(undefined);
      if (!next) return undefined;
      command = next;
    }
  }

  /** Signals all that it started; one that is on its way to the host is not started. Waits for a host that is away. */
  async kill(name: string, options: { signal?: AbortSignal; graceMs?: number } = {}): Promise<void> {
    await whileAway(() => this.stub.killKey(this.key, { name, ...options }), options);
  }

  /** Ends it and all that it started, killing what does not end by itself, also when the host is away and comes back in time. */
  async end(): Promise<void> {
    await this.kill('SIGTERM', { graceMs, signal: AbortSignal.timeout(endWithinMs) }).catch(() => undefined);
  }

  private async start(): Promise<RemoteCommand> {
    const { signal, onPermission, onStart } = this.options;
    const command = await this.stub.exec(
      { ...this.request, key: this.key },
      { ...{ signal, onPermission }, onCut: this.onCut },
    );
    this.id = command.id;
    onStart?.(command);
    return command;
  }

  private async attach(): Promise<RemoteCommand | undefined> {
    const { signal } = this.options;
    try {
      return await this.stub.attach(this.id ?? '', { offset: this.offset, signal, onCut: this.onCut });
    } catch (error) {
      if (error instanceof StubError && error.status === 404) return undefined;
      throw error;
    }
  }

  private async follow(command: RemoteCommand): Promise<CommandExit> {
    try {
      for await (const piece of command.output) await this.options.onOutput(piece);
      return await command.exit;
    } finally {
      // What is queued when a stream breaks is read before the error: this is behind it.
      this.offset = command.offset;
    }
  }

  private readonly onCut = ({ from, to }: { from: number; to: number }): void => {
    this.options.onCut?.(to - from);
  };
}

/** The way to the host broke: the command goes on there. */
function isBroken(error: unknown): boolean {
  if (error instanceof StubError) return error.status === 503;
  if (error instanceof AgentError) return error.code === 'gateway_gone';
  return error instanceof AdaptorError && error.code === 'unreachable';
}

function outcomeUnknown(host: string): AgentError {
  return new AgentError(
    'outcome_unknown',
    host,
    `The connection to ${host} broke as the command was started, and what would have run it there has started anew since: it may have run, and runs no more.`,
    'Look whether it did anything before running it again.',
  );
}
