import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';

import type { Config } from '@opencode-ai/sdk/v2';

/** A call of a tool, as the model makes it. */
export interface ToolCall {
  name: string;
  args: Record<string, unknown>;
}

/** A model that calls the tools it was told to, one a turn, and then says "done". */
export interface ScriptedModel {
  /** To be put into OpenCode's configuration. */
  readonly config: Config;
  /** Calls these next. */
  script(...calls: ToolCall[]): void;
  close(): Promise<void>;
}

export async function startScriptedModel(): Promise<ScriptedModel> {
  const pending: ToolCall[] = [];
  const server = createServer((request, response) => {
    void read(request).then((body) => {
      // Without tools it is asked for a session's title.
      const { tools } = JSON.parse(body) as { tools?: unknown };
      const call = tools ? pending.shift() : undefined;
      const delta = call
        ? {
            role: 'assistant',
            tool_calls: [
              {
                ...{ index: 0, id: `call_${pending.length}`, type: 'function' },
                function: { name: call.name, arguments: JSON.stringify(call.args) },
              },
            ],
          }
        : { role: 'assistant', content: 'done' };
      response.setHeader('content-type', 'text/event-stream');
      response.write(chunk(delta, null));
      response.write(chunk({}, call ? 'tool_calls' : 'stop'));
      response.end('data: [DONE]\n\n');
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    config: {
      enabled_providers: ['fake'],
      provider: {
        fake: {
          npm: '@ai-sdk/openai-compatible',
          options: { baseURL: `http://127.0.0.1:${port}/v1`, apiKey: 'none' },
          models: { m: { tool_call: true, limit: { context: 100_000, output: 4_000 } } },
        },
      },
      ...{ model: 'fake/m', small_model: 'fake/m' },
    },
    script: (...calls) => void pending.push(...calls),
    close: () =>
      new Promise((resolve) => {
        server.close(() => {
          resolve();
        });
        server.closeAllConnections();
      }),
  };
}

function chunk(delta: Record<string, unknown>, finish_reason: string | null): string {
  const choices = [{ index: 0, delta, finish_reason }];
  return `data: ${JSON.stringify({ id: 'c', object: 'chat.completion.chunk', created: 0, model: 'm', choices })}\n\n`;
}

async function read(request: IncomingMessage): Promise<string> {
  let body = '';
  for await (const part of request) body += String(part);
  return body;
}
