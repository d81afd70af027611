import type { ToolContext } from '../opencode/tool.js';

/** The client that a plugin gets of OpenCode, as far as this needs it; it answers in process. */
export interface OpencodeRequests {
  request(options: {
    method: 'GET' | 'PATCH';
    url: string;
    body?: unknown;
    headers?: Record<string, string>;
  }): Promise<{ data?: unknown; error?: unknown }>;
}

/** How a tool that runs looks to whoever watches. */
export interface RunningTool {
  /** Shows this from now on; of what comes too fast, the last. */
  show(metadata: Record<string, unknown>, title?: string): void;
  /** To be awaited before a tool returns: what came after its result would make it run for ever. */
  end(): Promise<void>;
}

export type Running = (
  context: Pick<ToolContext, 'sessionID' | 'messageID' | 'callID'>,
  input: Record<string, unknown>,
) => RunningTool;

interface ToolPart {
  id: string;
  state?: { time?: { start?: number } };
}

const shownEveryMs = 100;

/**
 * Shows what a plugin's tool does by changing its part of the message: OpenCode 1.18.33 runs nothing of what `context.metadata` of
 * such a tool returns. What cannot be shown is not: the tool goes on.
 */
export function showRunning(requests: OpencodeRequests | undefined): Running {
  return (context, input) => {
    const url = `/session/${context.sessionID}/message/${context.messageID}`;
    let part: Promise<ToolPart | undefined> | undefined;
    let next: { metadata: Record<string, unknown>; title?: string } | undefined;
    let showing: Promise<void> | undefined;
    let timer: NodeJS.Timeout | undefined;
    let shownAt = -shownEveryMs;
    let ended = false;

    const showNext = async (): Promise<void> => {
      part ??= findPart(requests, url, context.callID);
      const found = await part;
      const state = next;
      next = undefined;
      if (!found || !state || ended) return;
      shownAt = performance.now();
      const time = { start: found.state?.time?.start ?? Date.now() };
      const body = { ...found, state: { ...state, status: 'running', input, time } };
      await requests?.request({
        ...{ method: 'PATCH', url: `${url}/part/${found.id}`, body },
        headers: { 'Content-Type': 'application/json' },
      });
    };
    const plan = (): void => {
      if (showing || timer || ended) return;
      const wait = shownAt + shownEveryMs - performance.now();
      if (wait > 0) {
        timer = setTimeout(() => {
          timer = undefined;
          plan();
        }, wait);
        return;
      }
      showing = showNext()
        .catch(() => undefined)
        .finally(() => {
          showing = undefined;
          if (next) plan();
        });
    };
    return {
      show(metadata, title) {
        next = { metadata, title };
        plan();
      },
      async end() {
        ended = true;
        clearTimeout(timer);
        await showing;
      },
    };
  };
}

async function findPart(
  requests: OpencodeRequests | undefined,
  url: string,
  callID: string | undefined,
): Promise<ToolPart | undefined> {
  if (!requests || callID === undefined) return undefined;
  const { data } = await requests.request({ method: 'GET', url });
  const { parts = [] } = (data ?? {}) as { parts?: (ToolPart & { callID?: string })[] };
  return parts.find((part) => part.callID === callID);
}
