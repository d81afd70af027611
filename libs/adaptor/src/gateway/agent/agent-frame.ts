import { isRecord } from '../durable-event.js';
import { frameOf } from '../event-readers.js';
import type { GatewayWorkspace } from '../gateway-options.js';
import { agentsQuestion, isQuestion } from '../plain-question.js';
import type { StubFrame } from '../stub-frame.js';

/**
 * What an agent host says of the machine that it runs on, of its own process, or of workspaces and projects as it counts them: of the
 * files, terminals and repository that are meant here the stub speaks.
 */
const ofThisMachine =
  /^(file|vcs|pty|lsp|ide|project|worktree|workspace|installation|models-dev|plugin|server\.instance\.started)(\.|$)/;

/** As {@link stubFrame}, of an OpenCode that has the sessions. */
export function agentFrame(value: unknown, workspace: GatewayWorkspace): StubFrame {
  if (!isRecord(value) || !isRecord(value['payload'])) return { is: 'refused', why: 'it is no event' };
  const { payload } = value;
  const { type, properties } = payload;
  if (typeof type !== 'string') return { is: 'refused', why: 'it has no type' };
  if (type === 'server.connected' || type === 'server.heartbeat') return { is: 'own', type };
  const frame = frameOf(workspace, { ...payload, type });
  if (type === 'sync') return { is: 'durable', syncEvent: payload['syncEvent'], frame };
  if (ofThisMachine.test(type)) return { is: 'foreign' };
  if (typeof value['directory'] === 'string' && value['directory'] !== '')
    frame.directory = value['directory'];
  if (!isRecord(properties)) return { is: 'refused', why: `its properties (${type}) are none` };
  if (isQuestion(type)) frame.payload['properties'] = agentsQuestion(properties);
  return { is: 'event', frame };
}
