import { isRecord } from './durable-event.js';
import { type Frame, frameOf } from './event-readers.js';
import type { GatewayWorkspace } from './gateway-options.js';
import { isQuestion, stubsQuestion } from './plain-question.js';
import { withPlainTitle } from './plain-title.js';

/** What a frame of the stub's is to the gateway. */
export type StubFrame =
  | { is: 'event'; frame: Frame }
  | { is: 'durable'; syncEvent: unknown; frame: Frame }
  /** The stream's own: `server.connected`, `server.heartbeat`, `stub.gap`. */
  | { is: 'own'; type: string }
  /** Of another workspace, or of a command that belongs to no session: OpenCode's events have one. */
  | { is: 'foreign' }
  | { is: 'refused'; why: string };

/**
 * Events of a workspace's sessions and files. A host has no business with the rest: `tui.*` types into the user's prompt, `question.*`
 * asks for any text in the name of a model that the host does not run, `server.*` and `workspace.*` are this side's.
 */
const known =
  /^(session|message|permission|todo|file|vcs|pty|lsp|mcp|command|reference|integration|project)\./;

export function stubFrame(value: unknown, workspace: GatewayWorkspace): StubFrame {
  if (!isRecord(value) || !isRecord(value['payload'])) return { is: 'refused', why: 'it is no event' };
  const { payload } = value;
  const { type } = payload;
  if (typeof type !== 'string') return { is: 'refused', why: 'it has no type' };
  if (value['workspace'] === '' || value['workspace'] === undefined) return { is: 'own', type };
  if (value['workspace'] !== workspace.id) return { is: 'foreign' };
  const frame = frameOf(workspace, { ...payload, type });
  if (typeof value['directory'] === 'string') frame.directory = value['directory'];
  if (type === 'sync') return { is: 'durable', syncEvent: payload['syncEvent'], frame };
  if (!known.test(type)) return { is: 'refused', why: 'it is none of a workspace' };
  const { properties } = payload;
  if (!isRecord(properties)) return { is: 'refused', why: 'it has no properties' };
  const isNobodys = type.startsWith('permission.') && properties['sessionID'] === '';
  if (isNobodys) return { is: 'foreign' };
  if (isQuestion(type)) frame.payload['properties'] = stubsQuestion(properties);
  if (type.startsWith('session.')) frame.payload['properties'] = withPlainTitle(properties);
  return { is: 'event', frame };
}
