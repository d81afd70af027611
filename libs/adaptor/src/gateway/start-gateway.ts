import { setMaxListeners } from 'node:events';

import { AgentSide } from './agent/agent-side.js';
import { Door } from './door.js';
import { EventReaders } from './event-readers.js';
import { EventRelay } from './event-relay.js';
import type { Gateway, GatewayOptions } from './gateway-options.js';
import { HostLink } from './host-link.js';
import { guarded } from './guarded.js';
import { startHttpServer } from './http/http-server.js';
import { LocalPaths } from './local-paths.js';
import { OpenQuestions } from './open-questions.js';
import { Routes } from './routes.js';
import { SlowRefusals } from './slow-refusals.js';

const closeMs = 2000;

/** Begins in the state `away('not connected yet')`. */
export async function startGateway(options: GatewayOptions): Promise<Gateway> {
  const {
    host,
    workspace,
    secret,
    heartbeatMs = 10_000,
    shellPatienceMs = 120_000,
    onWaiting = () => undefined,
    waitingMs = 4_000,
    log = () => undefined,
  } = options;
  const paths = new LocalPaths(options.localDirectory, workspace.directory);
  if (!/^[A-Za-z0-9_-]{16,}$/.test(secret)) {
    throw new TypeError('The secret must be at least 16 characters of A-Z, a-z, 0-9, _ and -.');
  }
  const link = new HostLink({ onWaiting, waitingMs });
  const readers = new EventReaders(workspace, heartbeatMs);
  const refusals = new SlowRefusals();
  const { agent } = options;
  const side = agent && new AgentSide({ agent, host, workspace, link, paths, readers, log });
  const questions = new OpenQuestions({ host, readers, log });
  const classify = questions.classify.bind(questions);
  const relay = side?.relay ?? new EventRelay({ host, workspace, readers, log, classify });
  const shared = { host, workspace, link, readers, relay, log, paths };
  const routes = new Routes({ ...shared, shellPatienceMs, agent: side });
  const server = await startHttpServer(options.port, (port) => {
    const door = new Door({ secret, port, agentToken: agent?.token });
    return guarded({ door, refusals, routes, doorForAgents: side?.door, log });
  });
  return {
    url: `http://127.0.0.1:${server.port}/${secret}`,
    port: server.port,
    attach(stub) {
      const before = link.current;
      const stay = link.attach(stub);
      if (stay === before) return;
      // One listener for each request under way.
      setMaxListeners(0, stay.lost);
      void (side?.stubEvents ?? relay).follow(stub, stay.lost);
    },
    away(reason) {
      link.away(reason);
    },
    publish(event) {
      readers.publish(event);
    },
    async close() {
      await side?.door.close(closeMs);
      link.away('the workspace was closed');
      side?.close();
      readers.close();
      refusals.close();
      await server.close(closeMs);
    },
  };
}
