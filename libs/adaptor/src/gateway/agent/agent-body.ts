import { isRecord } from '../durable-event.js';
import type { GatewayWorkspace } from '../gateway-options.js';
import type { LocalPaths } from '../local-paths.js';
import { parseJson } from '../parse-json.js';
import type { PromptFiles } from './prompt-files.js';
import { harmlessPart, warpedEvents } from './warped-events.js';

type Json = Record<string, unknown>;
type Rewrite = (body: Json, signal: AbortSignal) => Json | Promise<Json>;

export interface AgentBodyOptions {
  workspace: GatewayWorkspace;
  anchor: string;
  paths: LocalPaths;
  files: PromptFiles;
}

/** How the body of a request to the agent host is changed; undefined for one that goes as it is. */
export function rewriteOf(
  method: string,
  segments: string[],
  { workspace, anchor, paths, files }: AgentBodyOptions,
): Rewrite | undefined {
  const [first, second = '', verb = ''] = segments;
  const asked = `${method} /${first ?? ''}`;
  if (asked === 'POST /sync' && second === 'replay') return (body) => warpedEvents(body, anchor);
  if (first !== 'session') return undefined;
  if (asked === 'POST /session' && segments.length === 1) {
    return (body) => ('workspaceID' in body ? { ...body, workspaceID: workspace.id } : body);
  }
  if (method === 'PATCH' && verb === 'message') return (body) => harmlessPart(body) as Json;
  if (method !== 'POST' || segments.length !== 3) return undefined;
  const local: Rewrite = (body) => {
    const mapped = parseJson(paths.bytes(Buffer.from(JSON.stringify(body))));
    return isRecord(mapped) ? mapped : body;
  };
  if (verb === 'message' || verb === 'prompt_async') {
    return async (body, signal) => files.prompt(await local(body, signal), signal);
  }
  if (verb === 'command') return async (body, signal) => files.command(await local(body, signal), signal);
  return undefined;
}
