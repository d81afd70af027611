import type { ServerResponse } from 'node:http';
import { setTimeout as pause } from 'node:timers/promises';

import type { CallStep, Step, Usage } from './turn.js';

type Delta = Record<string, unknown>;

/** Says a turn, step by step, as a stream of `chat.completion.chunk`. */
export async function answer(response: ServerResponse, steps: readonly Step[]): Promise<void> {
  const [failure] = steps;
  if (failure && 'status' in failure) {
    const { status, message = `scripted ${status}`, headers } = failure;
    refuse(response, { status, message, headers });
    return;
  }
  response.writeHead(200, { 'content-type': 'text/event-stream' });
  response.write(chunk({ role: 'assistant' }));
  let calls = 0;
  let finish: string | undefined;
  let usage: Usage = {};
  for (const step of steps) {
    if ('text' in step) response.write(chunk({ content: step.text }));
    else if ('reasoning' in step) response.write(chunk({ reasoning_content: step.reasoning }));
    else if ('call' in step) {
      for (const delta of callDeltas(step, calls)) response.write(chunk(delta));
      calls += 1;
    } else if ('until' in step) await Promise.race([step.until, closed(response)]);
    else if ('pauseMs' in step) await pause(step.pauseMs);
    else if ('usage' in step) usage = step.usage;
    else if ('finish' in step) finish = step.finish;
    else if ('cut' in step) {
      response.destroy();
      return;
    }
    if (response.destroyed) return;
  }
  response.write(chunk({}, finish ?? (calls > 0 ? 'tool_calls' : 'stop')));
  response.write(event({ choices: [], usage: usageOf(usage) }));
  response.end('data: [DONE]\n\n');
}

export function refuse(
  response: ServerResponse,
  { status, message, headers }: { status: number; message: string; headers?: Record<string, string> },
): void {
  response.writeHead(status, { 'content-type': 'application/json', ...headers });
  response.end(JSON.stringify({ error: { message, type: 'scripted', code: String(status) } }));
}

let callsMade = 0;

function callDeltas({ call, args, id, chunks = 1 }: CallStep, index: number): Delta[] {
  const text = typeof args === 'string' ? args : JSON.stringify(args);
  const size = Math.max(1, Math.ceil(text.length / chunks));
  const pieces = text.match(new RegExp(`[^]{1,${size}}`, 'g')) ?? [''];
  callsMade += 1;
  const begin = { index, id: id ?? `call_${callsMade}`, type: 'function' };
  return pieces.map((piece, at) => ({
    tool_calls: [
      at === 0
        ? { ...begin, function: { name: call, arguments: piece } }
        : { index, function: { arguments: piece } },
    ],
  }));
}

function usageOf({ input = 100, output = 10, cached = 0, reasoning = 0 }: Usage): Record<string, unknown> {
  return {
    prompt_tokens: input,
    completion_tokens: output,
    total_tokens: input + output,
    prompt_tokens_details: { cached_tokens: cached },
    completion_tokens_details: { reasoning_tokens: reasoning },
  };
}

function chunk(delta: Delta, finish: string | null = null): string {
  return event({ choices: [{ index: 0, delta, finish_reason: finish }] });
}

function event(content: Record<string, unknown>): string {
  const head = { id: 'scripted', object: 'chat.completion.chunk', created: 0, model: 'm' };
  return `data: ${JSON.stringify({ ...head, ...content })}\n\n`;
}

function closed(response: ServerResponse): Promise<void> {
  return new Promise((resolve) => {
    response.once('close', resolve);
  });
}
