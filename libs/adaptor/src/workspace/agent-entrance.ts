import { randomBytes } from 'node:crypto';

import type { AgentDoor, MakeAgentHost, WorkspaceAgent } from '../agent/agent-host.js';
import type { GatewayAgent } from '../gateway/gateway-options.js';
import type { StubClient } from '../stub-client.js';
import type { OpenWorkspaceOptions } from './open-workspace-options.js';

/** A workspace's agent host, and its way into a gateway that starts later. */
export class AgentEntrance {
  readonly agent: WorkspaceAgent;
  private readonly token = randomBytes(24).toString('hex');
  private readonly tell: (message: string) => void;
  private told!: (door: AgentDoor) => void;
  private givenUp!: (reason: Error) => void;

  constructor(
    make: MakeAgentHost,
    { binding, place, env, log, notify }: Told,
    stub: () => StubClient | undefined,
  ) {
    const { id, projectID, name } = binding;
    const door = new Promise<AgentDoor>((resolve, reject) => {
      this.told = resolve;
      this.givenUp = reject;
    });
    // Where nobody waits for it.
    door.catch(() => undefined);
    this.tell = (message) => {
      notify({ level: 'warning', message, workspaceID: id });
    };
    this.agent = make({
      ...{ host: place.name, workspace: { id, projectID, name }, door, stub, env },
      idleMs: place.settings.agentIdleMs,
      log: (level, message) => {
        log(level, message, { workspaceID: id });
      },
      notify: (note) => {
        notify({ ...note, workspaceID: id });
      },
    });
  }

  get forGateway(): GatewayAgent {
    const { agent: host, token, tell } = this;
    return { host, token, tell, undo: host.undo, readFile: host.readFile };
  }

  /** Where the gateway serves, and the directory as the host has it. */
  open(where: { port: number; directory: string }): void {
    this.told({ ...where, token: this.token });
  }

  close(): Promise<void> {
    this.givenUp(new Error('the workspace was closed'));
    return this.agent.close();
  }
}

type Told = Pick<OpenWorkspaceOptions, 'binding' | 'place' | 'env' | 'log' | 'notify'>;
