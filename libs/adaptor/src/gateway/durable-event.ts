import type { GatewayWorkspace } from './gateway-options.js';
import { withPlainTitle } from './plain-title.js';

/** An event that OpenCode stores: number `seq` of its session. */
export interface DurableEvent {
  id: string;
  type: string;
  seq: number;
  aggregateID: string;
  data: Record<string, unknown>;
}

export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** A live frame's `syncEvent`, or an item of `/sync/history` (where the session is `aggregate_id`). */
export function durableEvent(value: unknown): DurableEvent | undefined {
  if (!isRecord(value)) return undefined;
  const { id, type, seq, data } = value;
  const aggregateID = value['aggregateID'] ?? value['aggregate_id'];
  if (!isID(id, 'evt') || !isID(aggregateID, 'ses') || typeof type !== 'string' || !isRecord(data))
    return undefined;
  if (typeof seq !== 'number' || !Number.isSafeInteger(seq) || seq < 0) return undefined;
  return { id, type, seq, aggregateID, data: type.startsWith('session.') ? withPlainTitle(data) : data };
}

/** The session of something that is meant to be a durable event. */
export function sessionOf(value: unknown): string | undefined {
  if (!isRecord(value)) return undefined;
  const session = value['aggregateID'] ?? value['aggregate_id'];
  return typeof session === 'string' && /^ses[A-Za-z0-9_]{1,60}$/.test(session) ? session : undefined;
}

/** Why an event of an OpenCode, whose form is right, is none of the workspace's; undefined when it is. */
export function whyNotOurs(
  { type, data, aggregateID }: DurableEvent,
  workspace: GatewayWorkspace,
): string | undefined {
  if (data['sessionID'] !== aggregateID) return 'it names another session';
  const { info } = data;
  if (!type.startsWith('session.') || !isRecord(info)) return undefined;
  const ours =
    (info['id'] ?? aggregateID) === aggregateID &&
    (info['projectID'] ?? workspace.projectID) === workspace.projectID;
  if (!ours) return 'its session or projectID is not the one of the workspace';
  return (info['workspaceID'] ?? workspace.id) === workspace.id
    ? undefined
    : 'its workspaceID is not the one of the workspace';
}

/** Why OpenCode could not store it; undefined when it can. OpenCode's own checks, as far as they can be made here. */
export function whyUnstorable(event: DurableEvent, workspace: GatewayWorkspace): string | undefined {
  const { type, data, aggregateID } = event;
  if (data['sessionID'] !== aggregateID) return 'it names another session';
  switch (type) {
    case 'session.created.1':
    case 'session.updated.1':
    case 'session.deleted.1':
      return whyNotSession(data['info'], aggregateID, workspace);
    case 'message.updated.1':
      return whyNotMessage(data['info'], aggregateID);
    case 'message.removed.1':
      return isID(data['messageID'], 'msg') ? undefined : 'it names no message';
    case 'message.part.updated.1':
      return typeof data['time'] === 'number' ? whyNotPart(data['part'], aggregateID) : 'it has no time';
    case 'message.part.removed.1':
      return isID(data['messageID'], 'msg') && isID(data['partID'], 'prt')
        ? undefined
        : 'it names no message part';
    default:
      if (/^session\.next\.[a-z]+(\.[a-z]+)*\.\d{1,3}$/.test(type)) return undefined;
      return 'its type is not one that OpenCode stores';
  }
}

function whyNotSession(info: unknown, id: string, workspace: GatewayWorkspace): string | undefined {
  if (!isRecord(info) || info['id'] !== id) return 'it is about another session';
  if (info['projectID'] !== workspace.projectID) return 'its projectID is not the one of the workspace';
  if (info['workspaceID'] !== workspace.id) return 'its workspaceID is not the one of the workspace';
  const texts = ['slug', 'directory', 'title', 'version'].every((key) => typeof info[key] === 'string');
  return texts && hasTime(info, 'created', 'updated') ? undefined : 'its session is malformed';
}

function whyNotMessage(info: unknown, session: string): string | undefined {
  if (!isRecord(info) || info['sessionID'] !== session) return 'its message is of another session';
  const { role, model } = info;
  if (!isID(info['id'], 'msg') || !hasTime(info, 'created')) return 'its message is malformed';
  if (role === 'user') {
    const named = isRecord(model) && isText(model['providerID']) && isText(model['modelID']);
    return named && isText(info['agent']) ? undefined : "its user's message is malformed";
  }
  const texts = ['modelID', 'providerID', 'mode', 'agent'].every((key) => isText(info[key]));
  const { path, tokens } = info;
  const placed = isRecord(path) && isText(path['cwd']) && isText(path['root']);
  const counted = isRecord(tokens) && isRecord(tokens['cache']) && typeof info['cost'] === 'number';
  const answers = isID(info['parentID'], 'msg');
  return role === 'assistant' && texts && placed && counted && answers
    ? undefined
    : "its assistant's message is malformed";
}

function whyNotPart(part: unknown, session: string): string | undefined {
  if (!isRecord(part) || part['sessionID'] !== session) return 'its part is of another session';
  const known = isID(part['id'], 'prt') && isID(part['messageID'], 'msg') && isText(part['type']);
  if (!known) return 'its part is malformed';
  const { type } = part;
  if (type === 'text') return isText(part['text']) ? undefined : 'its text is missing';
  if (type !== 'tool') return undefined;
  const { state } = part;
  return isText(part['callID']) && isText(part['tool']) && isRecord(state) && isText(state['status'])
    ? undefined
    : 'its tool call is malformed';
}

function hasTime(info: Record<string, unknown>, ...keys: string[]): boolean {
  const { time } = info;
  return isRecord(time) && keys.every((key) => typeof time[key] === 'number');
}

function isText(value: unknown): value is string {
  return typeof value === 'string';
}

function isID(value: unknown, prefix: string): value is string {
  return (
    typeof value === 'string' &&
    value.length <= 64 &&
    value.startsWith(prefix) &&
    /^[A-Za-z]+_[A-Za-z0-9]+$/.test(value)
  );
}
