import { AdaptorError } from '../errors.js';
import type { StubEvent } from '../stub-event.js';
import { type DurableEvent, durableEvent, isRecord, sessionOf } from './durable-event.js';
import { type EventReaders, type Frame, frameOf } from './event-readers.js';
import type { EventSource } from './event-source.js';
import type { GatewayWorkspace, Log } from './gateway-options.js';
import { Ledger } from './ledger.js';
import { lostSessionToast } from './lost-session-toast.js';
import { parseJson } from './parse-json.js';
import { readHistory } from './read-history.js';
import { Seldom } from './seldom.js';
import { type StubFrame, stubFrame } from './stub-frame.js';
import { pause } from './pause.js';

const maxPauseMs = 5000;

export interface EventRelayOptions {
  host: string;
  workspace: GatewayWorkspace;
  readers: EventReaders;
  log: Log;
  /** What a frame is. Default: {@link stubFrame}. */
  classify?: (value: unknown, workspace: GatewayWorkspace) => StubFrame;
  /** The source is an OpenCode like the one that stores its events: their form is not looked at. */
  trusted?: boolean;
  /** Called for each plain event that is passed on. */
  onPlain?: (payload: Frame['payload']) => void;
  /** Called when a stream has begun. */
  onStream?: (signal: AbortSignal) => void;
}

/**
 * Reads the events of who has the sessions, once for the workspace, and passes on what OpenCode can store: each session's durable events in order,
 * without a gap and none twice, whatever happens to the stream between.
 */
export class EventRelay {
  readonly ledger: Ledger;
  private readonly readers: EventReaders;
  private readonly refused: Seldom;
  private readonly doubted: Seldom;
  private readonly lost: Seldom;
  private lastEventID: string | undefined;
  /** Whether OpenCode has said what it has: until then there is nothing to hold events against. */
  private primed = false;
  /** Whether there may be events that OpenCode lacks and the stream will not bring. */
  private behind = false;
  /** Whether the stream may bring events from before it began. */
  private old = false;
  private streaming = false;
  private stream = new AbortController();
  private following: Promise<void> = Promise.resolve();
  /** Catches up on the stream that is read now. */
  private again: (() => Promise<void>) | undefined;
  private turn: Promise<void> = Promise.resolve();
  private readonly watches = new Set<(event: DurableEvent) => void>();

  constructor(private readonly options: EventRelayOptions) {
    this.readers = options.readers;
    this.ledger = new Ledger(options.workspace, {}, options.trusted);
    const warn = (message: string): void => {
      options.log('warn', message);
    };
    this.refused = new Seldom(warn);
    this.doubted = new Seldom(warn);
    this.lost = new Seldom((message) => {
      options.log('error', message);
      this.readers.publish(lostSessionToast(message));
    });
  }

  get trusted(): boolean {
    return this.options.trusted === true;
  }

  /** Whether events come at this moment. */
  get live(): boolean {
    return this.streaming;
  }

  /** Follows a source's events, over broken streams, until `signal` aborts; after the one that was followed before. Never rejects. */
  follow(source: EventSource, signal: AbortSignal): Promise<void> {
    this.following = this.following.then(() => this.followOne(source, signal));
    return this.following;
  }

  /** Calls `seen` for each durable event that is passed on, until the returned function is called. */
  watch(seen: (event: DurableEvent) => void): () => void {
    this.watches.add(seen);
    return () => this.watches.delete(seen);
  }

  private async followOne(source: EventSource, signal: AbortSignal): Promise<void> {
    for (let failures = 0; !signal.aborted; failures++) {
      try {
        await this.readStream(source, signal, () => {
          failures = 0;
        });
      } catch (error) {
        this.options.log('debug', `The events of ${this.options.host} broke: ${String(error)}`);
        // What cannot be read now cannot be read again: the history has what was stored of it.
        if (error instanceof AdaptorError && error.code === 'hostile_response') this.lastEventID = undefined;
      }
      this.streaming = false;
      this.again = undefined;
      await pause(Math.min(maxPauseMs, 100 * 2 ** failures), signal);
    }
  }

  /** OpenCode has read a history: all of it, or what came before it broke (or nothing, while the host is away). */
  opencodeHas(positions: Ledger, whole: boolean): void {
    this.primed = true;
    if (whole) {
      this.ledger.join(positions);
      return;
    }
    this.ledger.fallBack(positions, this.readers.count > 1);
    this.behind = true;
    this.readMissing();
  }

  /** Reads what the stream may have left out. */
  readMissing(): void {
    this.again?.().catch((error: unknown) => {
      this.stream.abort(error);
    });
  }

  private async readStream(source: EventSource, signal: AbortSignal, alive: () => void): Promise<void> {
    this.stream = new AbortController();
    const either = AbortSignal.any([signal, this.stream.signal]);
    if (this.lastEventID === undefined) this.behind = true;
    const { workspace, onStream } = this.options;
    let begun = false;
    for await (const event of source.events({
      lastEventID: this.lastEventID,
      workspaceID: workspace.id,
      signal: either,
    })) {
      await this.inTurn(() => this.take(event, source, either));
      either.throwIfAborted();
      if (event.id !== undefined) this.lastEventID = event.id;
      this.streaming = true;
      if (!begun) onStream?.(either);
      begun = true;
      this.again = () => this.inTurn(() => this.catchUp(source, either));
      alive();
    }
  }

  private inTurn(act: () => Promise<void>): Promise<void> {
    const done = this.turn.then(act);
    this.turn = done.catch(() => undefined);
    return done;
  }

  private async take({ data }: StubEvent, source: EventSource, signal: AbortSignal): Promise<void> {
    const { classify = stubFrame, workspace, onPlain } = this.options;
    const got = classify(data, workspace);
    switch (got.is) {
      case 'event':
        this.readers.send(got.frame);
        onPlain?.(got.frame.payload);
        break;
      case 'durable':
        await this.takeDurable(got.syncEvent, source, signal);
        break;
      case 'own':
        if (got.type === 'stub.gap') {
          this.ledger.forgive();
          this.behind = true;
        }
        if (got.type === 'server.heartbeat') this.old = false;
        else if (this.behind) await this.catchUp(source, signal);
        break;
      case 'refused':
        this.refused.log(`An event of ${this.options.host} was dropped: ${got.why}.`);
    }
  }

  private async takeDurable(value: unknown, source: EventSource, signal: AbortSignal): Promise<void> {
    const event = durableEvent(value);
    if (!this.primed) {
      // Nobody who reads it stores it.
      if (event) this.pass(event);
      return;
    }
    const session = event?.aggregateID ?? sessionOf(value);
    if (session === undefined) {
      this.refused.log(`A durable event of ${this.options.host} was dropped: it names no session.`);
      return;
    }
    const { old } = this;
    const why = event ? this.offer(event, old) : 'an event is malformed';
    if (why === undefined || this.ledger.hasGivenUp(session)) return;
    this.doubted.log(`Session ${session} on ${this.options.host}: ${why}. Reading its history.`);
    await this.catchUp(source, signal);
    const still = event ? this.offer(event, old) : this.whyStill(value, session, why);
    if (still !== undefined) this.giveUp(session, still);
  }

  /** Passes on what OpenCode lacks. A session whose history is wrong as well is given up. */
  private async catchUp(source: EventSource, signal: AbortSignal): Promise<void> {
    this.old = true;
    if (this.primed) {
      const { host, workspace } = this.options;
      const since = this.ledger.since();
      for await (const text of readHistory(source, {
        ...{ host, workspaceID: workspace.id, since, signal },
        trusted: this.trusted,
      })) {
        this.takeHistoryItem(text);
        await this.readers.flowing(signal);
      }
    }
    this.behind = false;
  }

  private takeHistoryItem(text: string): void {
    const value = parseJson(text);
    const event = durableEvent(value);
    const session = event?.aggregateID ?? sessionOf(value);
    const why = event ? this.offer(event, true) : 'an event is malformed';
    if (session !== undefined && why !== undefined) this.giveUp(session, why);
  }

  /** Passes an event on if it is the next of its session. Answers why it cannot be stored, if so. */
  private offer(event: DurableEvent, old: boolean): string | undefined {
    const verdict = this.ledger.judge(event, { old });
    if (verdict.is === 'wrong') return verdict.why;
    if (verdict.is === 'pass') this.pass(event);
    return undefined;
  }

  private pass(event: DurableEvent): void {
    this.ledger.pass(event);
    const { workspace } = this.options;
    this.readers.send(frameOf(workspace, { type: 'sync', syncEvent: event, id: event.id }));
    for (const watch of this.watches) watch(event);
  }

  /** What history had in the place of a malformed event may have been right. */
  private whyStill(value: unknown, session: string, why: string): string | undefined {
    const seq = isRecord(value) ? value['seq'] : undefined;
    const has = this.ledger.since()[session] ?? -1;
    return typeof seq === 'number' && seq <= has ? undefined : why;
  }

  private giveUp(session: string, why: string): void {
    if (!this.ledger.giveUp(session)) return;
    this.lost.log(`Session ${session} on ${this.options.host} is no longer followed: ${why}.`);
  }
}
