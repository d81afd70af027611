import { randomUUID } from 'node:crypto';

import {
  type Approval,
  type ApprovalRequest,
  approvalSchema,
  type Command,
  type CommandLook,
  type CommandLookRequest,
  commandLookSchema,
  commandSchema,
  type ExecRequest,
  type Health,
  healthSchema,
  type Lease,
  type LeaseGrant,
  leaseGrantSchema,
  type LeaseRequest,
  leaseSchema,
  type PermissionReply,
  type PermissionRequest,
  permissionRequestSchema,
  type Revoked,
  revokedSchema,
  type StubWorkspace,
  stubWorkspaceSchema,
  type Terms,
} from '@orssh/protocol';

import { answerAs, answerAsList, type AnswerSchema } from './answer-as.js';
import type { StubBytes } from './bytes-collector.js';
import type { CallOptions } from './call-options.js';
import { eventStream } from './event-stream.js';
import { followContext } from './follow-context.js';
import { follow, type FollowOptions } from './follow.js';
import type { RemoteCommand } from './remote-command.js';
import { StubError } from './stub-error.js';
import type { StubEvent } from './stub-event.js';
import type { StubRequest } from './exchange.js';
import { type ForwardedAnswer, StubHttp, type StubHttpOptions, type UseLeaseOptions } from './stub-http.js';
import { commandPath, leasePath } from './stub-paths.js';
import { type HostTerms, termsOf } from './terms-of.js';

/** `open` gives streams to a stub that has proved its identity (`RunningStub.open`): the token is sent on every one. */
export interface StubClientOptions extends StubHttpOptions {
  /** Of the commands that do not say it themselves. */
  terms?: HostTerms;
}

/** The stub's HTTP API. Every method rejects with `StubError` for an answer that is an error, and when `signal` aborts. */
export class StubClient {
  private readonly http: StubHttp;
  private readonly host: string;
  private readonly terms: Terms;

  constructor(options: StubClientOptions) {
    this.http = new StubHttp(options);
    this.host = options.host;
    this.terms = termsOf(options.terms ?? {});
  }

  /** Every request from now on says that it is made under this lease, and so renews it; undefined: under none. */
  useLease(id: string | undefined, options: UseLeaseOptions = {}): void {
    this.http.useLease(id, options);
  }

  async health(options: CallOptions = {}): Promise<Health> {
    return answerAs(healthSchema, this.host, await this.get('/global/health', options));
  }

  /**
   * Starts a command and follows it, in one round trip. Resolves when it runs; rejects with `StubError` when it is refused
   * (kind `PermissionRequiredError` with `onDenied: 'fail'`, the default without `onPermission`; `PermissionRejectedError` after a
   * wait).
   */
  exec(request: ExecRequest, options: FollowOptions = {}): Promise<RemoteCommand> {
    // Where nobody is here to answer, nobody would know that it waits.
    const onDenied = options.onPermission ? 'wait' : 'fail';
    const json = { ...this.terms, onDenied, ...request, key: request.key ?? randomUUID() };
    const command = follow(
      followContext(this, this.http, this.host),
      { method: 'POST', path: '/stub/v1/exec?follow=true', json },
      options,
    );
    if (request.stdin === 'pipe') this.http.prepareStream();
    return command;
  }

  /** Follows a command that was started before, from an offset of its output. */
  attach(id: string, options: FollowOptions & { offset?: number } = {}): Promise<RemoteCommand> {
    const path = `${commandPath(id)}/output?follow=true&offset=${options.offset ?? 0}`;
    return follow(followContext(this, this.http, this.host), { method: 'GET', path }, options);
  }

  /** What a command would touch that is not granted, as far as its text shows. Nothing is run, and nobody is asked. */
  async look(request: CommandLookRequest, options: CallOptions = {}): Promise<CommandLook> {
    return answerAs(commandLookSchema, this.host, await this.post('/stub/v1/command/look', request, options));
  }

  async command(id: string, options: CallOptions = {}): Promise<Command> {
    return answerAs(commandSchema, this.host, await this.get(commandPath(id), options));
  }

  async commands(options: CallOptions = {}): Promise<Command[]> {
    return answerAsList(commandSchema, this.host, await this.get('/stub/v1/exec', options));
  }

  /** Signals the whole process group (default `SIGTERM`); no effect on a command that has ended. */
  async kill(
    id: string,
    { name = 'SIGTERM', graceMs, ...options }: CallOptions & { name?: string; graceMs?: number } = {},
  ): Promise<Command> {
    const answer = await this.post(`${commandPath(id)}/kill`, { signal: name, graceMs }, options);
    return answerAs(commandSchema, this.host, answer);
  }

  /** As `kill`, for what was asked for with this key: what has not come to the host yet is refused as `withdrawn` when it does. */
  async killKey(
    key: string,
    { name = 'SIGTERM', graceMs, ...options }: CallOptions & { name?: string; graceMs?: number } = {},
  ): Promise<void> {
    await this.post('/stub/v1/exec/kill', { key, signal: name, graceMs }, options);
  }

  /** Forgets a command and its output; one that runs is killed first. */
  async forget(id: string, options: CallOptions = {}): Promise<void> {
    await this.http.call({ method: 'DELETE', path: commandPath(id), ...options });
  }

  async permissions(options: CallOptions = {}): Promise<PermissionRequest[]> {
    return answerAsList(permissionRequestSchema, this.host, await this.get('/permission', options));
  }

  async replyPermission(
    id: string,
    reply: PermissionReply,
    { message, ...options }: CallOptions & { message?: string } = {},
  ): Promise<void> {
    await this.post(`/permission/${encodeURIComponent(id)}/reply`, { reply, message }, options);
  }

  /** The leases in force, the oldest first. */
  async leases(options: CallOptions = {}): Promise<Lease[]> {
    return answerAsList(leaseSchema, this.host, await this.get('/stub/v1/lease', options));
  }

  /**
   * May be repeated with the same id when its answer was lost. Rejects with the kinds `LeaseHeldError` (`leases`, `commands`) and,
   * for an id that was lost before, `LeaseLostError`.
   */
  async acquireLease(request: LeaseRequest, options: CallOptions = {}): Promise<LeaseGrant> {
    return answerAs(leaseGrantSchema, this.host, await this.post('/stub/v1/lease', request, options));
  }

  /** Rejects with the kind `LeaseLostError` when it is no longer in force. */
  async renewLease(id: string, options: CallOptions = {}): Promise<Lease> {
    return answerAs(leaseSchema, this.host, await this.post(`${leasePath(id)}/renew`, {}, options));
  }

  /** No effect on one that is not in force. Its commands go on. */
  async releaseLease(id: string, options: CallOptions = {}): Promise<void> {
    await this.http.call({ method: 'DELETE', path: leasePath(id), ...options });
  }

  /** What the user has approved for good, in one workspace or in all. */
  async approvals({ workspaceID, ...options }: CallOptions & { workspaceID?: string } = {}): Promise<
    Approval[]
  > {
    const query =
      workspaceID === undefined ? '' : `?${new URLSearchParams({ workspace: workspaceID }).toString()}`;
    return answerAsList(approvalSchema, this.host, await this.get(`/stub/v1/approvals${query}`, options));
  }

  /**
   * Approves a directory (absolute or `~/…`) and all below it, a file, or a pattern; the workspace is the home's unless it is named.
   */
  async approve(request: ApprovalRequest, options: CallOptions = {}): Promise<Approval> {
    return answerAs(approvalSchema, this.host, await this.post('/stub/v1/approvals', request, options));
  }

  /** Resolves with how many approvals that was, and how much that ran by them is ended, when it is on the host's disk. */
  async revokeApproval(
    { workspaceID, pattern }: { workspaceID: string; pattern: string },
    options: CallOptions = {},
  ): Promise<Revoked> {
    const query = new URLSearchParams({ workspace: workspaceID, pattern }).toString();
    const answer = await this.http.call({
      method: 'DELETE',
      path: `/stub/v1/approvals?${query}`,
      ...options,
    });
    return answerAs(revokedSchema, this.host, answer);
  }

  async workspaces(options: CallOptions = {}): Promise<StubWorkspace[]> {
    return answerAsList(stubWorkspaceSchema, this.host, await this.get('/experimental/workspace', options));
  }

  /** The same one again changes nothing; the same id for another directory or project is a `ConflictError`. */
  async registerWorkspace(workspace: StubWorkspace, options: CallOptions = {}): Promise<StubWorkspace> {
    const answer = await this.post('/experimental/workspace', workspace, options);
    return answerAs(stubWorkspaceSchema, this.host, answer);
  }

  /** With its sessions and approvals; false when there is no such workspace. */
  async removeWorkspace(id: string, options: CallOptions = {}): Promise<boolean> {
    const path = `/experimental/workspace/${encodeURIComponent(id)}`;
    try {
      await this.http.call({ method: 'DELETE', path, ...options });
      return true;
    } catch (error) {
      if (error instanceof StubError && error.status === 404) return false;
      throw error;
    }
  }

  /** Asks the stub to end; false when it is busy and `ifIdle` was set. */
  async shutdown({ ifIdle, ...options }: CallOptions & { ifIdle?: boolean } = {}): Promise<boolean> {
    try {
      await this.post('/stub/v1/shutdown', { ifIdle }, options);
      return true;
    } catch (error) {
      if (error instanceof StubError && error.code === 'busy') return false;
      throw error;
    }
  }

  /**
   * `/global/event`, of one workspace or of all, to be iterated once: ends when the stub ends the stream, throws when it breaks.
   */
  events({
    lastEventID,
    workspaceID,
    signal,
  }: CallOptions & { lastEventID?: string; workspaceID?: string } = {}): AsyncIterable<StubEvent> {
    const headers: Record<string, string> = { accept: 'text/event-stream' };
    if (lastEventID !== undefined) headers['last-event-id'] = lastEventID;
    const path = `/global/event${workspaceID === undefined ? '' : `?workspace=${encodeURIComponent(workspaceID)}`}`;
    return eventStream(this.http, this.host, { method: 'GET', path, headers, signal });
  }

  /** A route that has no method here. Resolves with the answer in its known form. */
  async call<T>(schema: AnswerSchema<T>, request: StubRequest): Promise<T> {
    return answerAs(schema, this.host, await this.http.call(request));
  }

  /** {@link StubClient.call} of a route whose answer is no JSON, of at most `limit` bytes. */
  bytes(request: StubRequest, limit: number): Promise<StubBytes> {
    return this.http.bytes(request, limit);
  }

  /**
   * Passes somebody else's request on, under this client's token and lease. Nothing is retried, and nothing but `request.signal`,
   * the returned function and the end of the stream limits its time.
   */
  forward(request: StubRequest, answer: ForwardedAnswer): (reason: Error) => void {
    return this.http.forward(request, answer);
  }

  /** Closes every stream; requests that run reject with `closed`. */
  close(): Promise<void> {
    return this.http.close();
  }

  private get(path: string, options: CallOptions): Promise<unknown> {
    return this.http.call({ method: 'GET', path, ...options });
  }

  private post(path: string, json: StubRequest['json'], options: CallOptions): Promise<unknown> {
    return this.http.call({ method: 'POST', path, json, ...options });
  }
}
