import { PassThrough, Readable } from 'node:stream';

import type { RemoteCommand } from '@orssh/adaptor';
import { AdaptorError } from '@orssh/adaptor/errors';
import { StubError } from '@orssh/adaptor/stub-error';
import {
  type Command,
  commandSchema,
  type ExecRequest,
  type Health,
  healthSchema,
  stubErrorBodySchema,
} from '@orssh/protocol';
import * as z from 'zod/mini';

import type { AgentFile } from '../agent-file.js';
import { gatewayGone } from '../gateway-gone.js';
import { brokenStream, DoorCommand } from './door-command.js';
import type { HoldingStub } from './run-shell.js';

const commandSessionSchema = z.object({ sessionID: z.optional(z.string()) });

interface Asked {
  method: string;
  path: string;
  json?: unknown;
  body?: ReadableStream;
  signal?: AbortSignal;
}

/** What of `StubClient` one command needs, by `fetch`: undici takes 100 ms to load in OpenCode's Bun, and Node's HTTP 20. */
export class DoorStub implements HoldingStub {
  readonly host: string;

  constructor(private readonly file: AgentFile) {
    this.host = file.host;
  }

  async health(options: { signal?: AbortSignal } = {}): Promise<Health> {
    return this.call(healthSchema, { method: 'GET', path: '/global/health', ...options });
  }

  async exec(json: ExecRequest, { signal }: { signal?: AbortSignal } = {}): Promise<RemoteCommand> {
    const answer = await this.ask({ method: 'POST', path: '/stub/v1/exec?follow=true', json, signal });
    return DoorCommand.start(this, answer);
  }

  async attach(id: string, options: { signal?: AbortSignal; offset?: number } = {}): Promise<RemoteCommand> {
    const path = `${pathOf(id)}/output?follow=true&offset=${options.offset ?? 0}`;
    return DoorCommand.start(this, await this.ask({ method: 'GET', path, signal: options.signal }));
  }

  async kill(
    id: string,
    { name = 'SIGTERM', graceMs, signal }: { name?: string; graceMs?: number; signal?: AbortSignal } = {},
  ): Promise<Command> {
    const json = { signal: name, graceMs };
    return this.call(commandSchema, { method: 'POST', path: `${pathOf(id)}/kill`, json, signal });
  }

  async killKey(
    key: string,
    { name = 'SIGTERM', graceMs, signal }: { name?: string; graceMs?: number; signal?: AbortSignal } = {},
  ): Promise<void> {
    const json = { key, signal: name, graceMs };
    await (await this.ask({ method: 'POST', path: '/stub/v1/exec/kill', json, signal })).text();
  }

  /** What is written goes to the command's stdin; its end is that one's. A command need not read what it is given. */
  feed(id: string): PassThrough {
    const stream = new PassThrough();
    stream.on('error', () => undefined);
    const body = Readable.toWeb(stream) as ReadableStream;
    this.send({ method: 'POST', path: `${pathOf(id)}/stdin?close=true`, body }).then(
      () => stream.destroy(),
      () => stream.destroy(),
    );
    return stream;
  }

  /** The session of the slash command that is under way; undefined where none is known. */
  async commandSession({ signal }: { signal?: AbortSignal } = {}): Promise<string | undefined> {
    const path = '/agent/v1/command-session';
    return (await this.call(commandSessionSchema, { method: 'GET', path, signal })).sessionID;
  }

  /** Once it resolves, what is asked for with this key ends with this process, however that ends. */
  async hold(key: string): Promise<void> {
    const answer = await this.ask({ method: 'POST', path: `/agent/v1/hold/${encodeURIComponent(key)}` });
    // An answer that nobody reads is let go.
    answer.text().catch(() => undefined);
  }

  async call<T>(schema: z.ZodMiniType<T>, asked: Omit<Asked, 'body'>): Promise<T> {
    return schema.parse(parsed(await this.textOf(await this.ask(asked))));
  }

  /** Resolves with an answer that is not an error. */
  private async ask(asked: Asked): Promise<Response> {
    const answer = await this.send(asked);
    if (answer.ok) return answer;
    const body = stubErrorBodySchema.safeParse(parsed(await this.textOf(answer)));
    if (body.success) throw new StubError(this.host, answer.status, body.data);
    const what = `status ${answer.status} without an error body`;
    throw new AdaptorError(
      'hostile_response',
      this.host,
      `${this.host} answered with ${what}.`,
      'Try again.',
    );
  }

  private async send({ method, path, json, body, signal }: Asked): Promise<Response> {
    const headers: Record<string, string> = { authorization: `Bearer ${this.file.token}` };
    if (json) headers['content-type'] = 'application/json';
    try {
      return await fetch(`http://127.0.0.1:${this.file.port}${path}`, {
        ...{ method, headers, signal, body: json ? JSON.stringify(json) : body },
        ...(body && { duplex: 'half' }),
      });
    } catch (error) {
      signal?.throwIfAborted();
      throw isRefused(error) ? gatewayGone(this.host, error) : brokenStream(this.host, error as Error);
    }
  }

  private async textOf(answer: Response): Promise<string> {
    try {
      return await answer.text();
    } catch (error) {
      throw brokenStream(this.host, error as Error);
    }
  }
}

/** As Bun and as Node say it. */
function isRefused(error: unknown): boolean {
  const { code, cause } = error as { code?: unknown; cause?: { code?: unknown } };
  return code === 'ConnectionRefused' || cause?.code === 'ECONNREFUSED';
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function pathOf(id: string): string {
  return `/stub/v1/exec/${encodeURIComponent(id)}`;
}
