import { isRecord } from '../durable-event.js';
import { asHostFile } from './file-url.js';

/** Of a part: what a revert would put back on this machine's disk. */
const acted = new Set(['snapshot', 'files', 'hash']);

/**
 * The events of a session that OpenCode moves here (`POST /sync/replay`), as the agent host may have them: they name no folder of this
 * machine that it would work in, no file that it would read, and nothing that it would bring back there.
 */
export function warpedEvents(body: Record<string, unknown>, anchor: string): Record<string, unknown> {
  const { events } = body;
  return {
    ...body,
    directory: anchor,
    ...(Array.isArray(events) ? { events: (events as unknown[]).map((event) => warped(event, anchor)) } : {}),
  };
}

/** A part of a message, as a client or another OpenCode has it. */
export function harmlessPart(part: unknown): unknown {
  if (!isRecord(part)) return part;
  const { type, url } = part;
  if (type === 'patch') return { ...part, files: [] };
  const rest = Object.fromEntries(Object.entries(part).filter(([key]) => key !== 'snapshot'));
  if (type === 'file' && typeof url === 'string') return { ...rest, url: asHostFile(url) };
  const { state } = part;
  if (!isRecord(state) || !Array.isArray(state['attachments'])) return rest;
  return { ...rest, state: { ...state, attachments: state['attachments'].map(harmlessPart) } };
}

function warped(event: unknown, anchor: string): unknown {
  if (!isRecord(event) || !isRecord(event['data'])) return event;
  const { type, data } = event;
  return { ...event, data: dataOf(String(type), data, anchor) };
}

function dataOf(type: string, data: Record<string, unknown>, anchor: string): Record<string, unknown> {
  if (/^session\.(created|updated|deleted)\./.test(type) && isRecord(data['info'])) {
    return { ...data, info: session(data['info'], anchor) };
  }
  if (type.startsWith('message.part.updated.')) return { ...data, part: harmlessPart(data['part']) };
  if (!type.startsWith('session.next.')) return data;
  const rest = Object.fromEntries(Object.entries(data).filter(([key]) => !acted.has(key)));
  if (isRecord(data['location'])) rest['location'] = { ...data['location'], directory: anchor };
  if (isRecord(data['revert'])) rest['revert'] = withoutSnapshot(data['revert']);
  return rest;
}

function session(info: Record<string, unknown>, anchor: string): Record<string, unknown> {
  return {
    ...info,
    ...('directory' in info ? { directory: anchor } : {}),
    ...('path' in info ? { path: '' } : {}),
    ...(isRecord(info['revert']) ? { revert: withoutSnapshot(info['revert']) } : {}),
  };
}

function withoutSnapshot(revert: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(revert).filter(([key]) => key !== 'snapshot' && key !== 'files' && key !== 'diff'),
  );
}
