import { EventRelay } from '../event-relay.js';
import type { EventReaders } from '../event-readers.js';
import type { GatewayAgent, GatewayWorkspace, Log } from '../gateway-options.js';
import type { HostLink } from '../host-link.js';
import type { LocalPaths } from '../local-paths.js';
import { DoorForAgents } from './door-for-agents.js';
import { agentFrame } from './agent-frame.js';
import { AgentLink, type AgentStay } from './agent-link.js';
import { AgentRoutes } from './agent-routes.js';
import { AnchorPaths } from './anchor-paths.js';
import { hostBytes } from './host-bytes.js';
import { Permissions } from './permissions.js';
import { PromptFiles } from './prompt-files.js';
import { SessionChanges } from './session-changes.js';
import { SlashCommands } from './slash-commands.js';
import { StubEvents } from './stub-events.js';
import { WorkingSessions } from './working-sessions.js';

export interface AgentSideOptions {
  agent: GatewayAgent;
  host: string;
  workspace: GatewayWorkspace;
  link: HostLink;
  paths: LocalPaths;
  readers: EventReaders;
  log: Log;
}

/** What a gateway has more where an agent host has the sessions. */
export class AgentSide {
  /** Of the agent host's events. */
  readonly relay: EventRelay;
  /** Passes on what the stub tells beside. */
  readonly stubEvents: StubEvents;
  readonly routes: AgentRoutes;
  readonly door: DoorForAgents;
  private readonly agent: AgentLink;
  private readonly working: WorkingSessions;
  private stay: AgentStay | undefined;
  private begun: (() => void) | undefined;

  constructor(private readonly options: AgentSideOptions) {
    const { agent, host, workspace, link, paths, readers, log } = options;
    const name = `the agent host of ${host}`;
    const anchor = new AnchorPaths(agent.host.anchor, workspace.directory);
    const permissions = new Permissions();
    const busy = (): (() => void) => agent.host.busy();
    this.working = new WorkingSessions(busy);
    this.relay = new EventRelay({
      ...{ host: name, workspace, readers, log, classify: agentFrame, trusted: true },
      onPlain: (payload) => {
        this.working.see(payload);
        permissions.seeAgent(payload);
      },
      onStream: (signal) => {
        // It greets a little before it listens: what it answers later comes after that.
        void this.askWhatWorks(signal).then(this.begun);
      },
    });
    this.stubEvents = new StubEvents({
      ...{ host, workspace, readers, log },
      onPlain: (payload) => {
        permissions.seeStub(payload);
      },
    });
    this.agent = new AgentLink({
      ...{ host: agent.host, name, paths: anchor },
      onStay: (stay, begun) => {
        this.stay = stay;
        this.begun = begun;
        void this.relay.follow(stay.client, stay.lost);
      },
      onLost: () => {
        this.ended();
      },
    });
    const readBytes = (path: string, signal: AbortSignal): ReturnType<typeof hostBytes> =>
      hostBytes(path, { host, link, workspaceID: workspace.id, signal });
    const { readFile, tell } = agent;
    const files = new PromptFiles({ host, directory: workspace.directory, readFile, readBytes, tell });
    const shared = { host, workspace, link, undo: agent.undo, commands: new SlashCommands() };
    const changes = new SessionChanges({
      ...{ host, agent: this.agent, anchor, relay: this.relay, readers, undo: agent.undo, log },
    });
    this.routes = new AgentRoutes({
      ...{
        ...shared,
        agent: this.agent,
        busy,
        anchor,
        paths,
        readers,
        relay: this.relay,
        permissions,
        files,
        changes,
      },
    });
    this.door = new DoorForAgents({ ...shared, settled: (sessionID) => void changes.settled(sessionID) });
  }

  get current(): AgentStay | undefined {
    return this.agent.current;
  }

  close(): void {
    this.agent.close();
  }

  /** A stream that broke may have missed when one began or ended. */
  private async askWhatWorks(signal: AbortSignal): Promise<void> {
    try {
      this.working.are(await this.stay?.client.get('/session/status', { signal }));
    } catch (error) {
      this.options.log('debug', `Which sessions work is not known: ${String(error)}`);
    }
  }

  /** Sessions that worked do so no longer, whether anybody said it or not. */
  private ended(): void {
    this.stay = undefined;
    const { host, readers } = this.options;
    for (const sessionID of this.working.end()) {
      const message = `The agent host of ${host} ended while this session worked. Send the prompt again to go on.`;
      const error = { name: 'UnknownError', data: { message } };
      readers.publish({ type: 'session.error', properties: { sessionID, error } });
      readers.publish({ type: 'session.status', properties: { sessionID, status: { type: 'idle' } } });
      readers.publish({ type: 'session.idle', properties: { sessionID } });
    }
  }
}
