import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

import { answer, refuse } from './answer.js';
import { type Asked, askedOf } from './asked.js';
import { completionOf } from './completion.js';
import { Script } from './script.js';
import type { ModelConfig, ScriptedModel } from './scripted-model.js';
import type { Step, Steps } from './turn.js';

export interface ScriptedModelOptions {
  /** Default: a free one. */
  port?: number;
  /** Of the model, for compaction. Default 100 000 and 4 000 tokens. */
  limit?: { context: number; output: number };
  /** Further properties of the model in OpenCode's configuration: `attachment`, `reasoning`, `modalities`. */
  model?: Record<string, unknown>;
}

/** Listens on 127.0.0.1 until it is closed. */
export async function startScriptedModel(options: ScriptedModelOptions = {}): Promise<ScriptedModel> {
  const main = new Script();
  const others: Script[] = [];
  const requests: Asked[] = [];
  const waiting = new Set<() => void>();
  const turns = (): Asked[] => requests.filter(({ kind }) => kind === 'turn');

  const stepsFor = async (asked: Asked): Promise<Steps> => {
    const script = others.findLast((other) => other.fits(asked));
    if (script) return (await script.next(asked)) ?? done;
    if (asked.kind === 'title') return { text: 'A scripted title' };
    if (asked.kind === 'summary') return { text: 'A scripted summary' };
    return (await main.next(asked)) ?? done;
  };
  const serve = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    if (request.method === 'GET' && request.url === '/asked') {
      json(response, requests);
      return;
    }
    if (request.method === 'GET' && request.url === '/config') {
      json(response, config);
      return;
    }
    const body = JSON.parse(await read(request)) as Record<string, unknown>;
    const asked = askedOf(body);
    requests.push(asked);
    for (const look of waiting) look();
    const steps: readonly Step[] = [await stepsFor(asked)].flat();
    if (body['stream'] === true || steps.some((step) => 'status' in step)) await answer(response, steps);
    else json(response, completionOf(steps));
  };
  const server = createServer((request, response) => {
    serve(request, response).catch((error: unknown) => {
      if (response.headersSent) response.destroy();
      else refuse(response, { status: 400, message: (error as Error).message });
    });
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(options.port ?? 0, '127.0.0.1', resolve);
  });
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`;
  const config = configOf(url, options);
  return {
    url,
    config,
    script: (...next) => {
      main.script(...next);
    },
    get left() {
      return main.left;
    },
    when(match) {
      const script = new Script(match);
      others.push(script);
      return script;
    },
    get asked() {
      return turns();
    },
    requests,
    askedTimes: (count) =>
      new Promise((resolve) => {
        const look = (): void => {
          if (turns().length < count) return;
          waiting.delete(look);
          resolve(turns());
        };
        waiting.add(look);
        look();
      }),
    sent: () => JSON.stringify(requests.map(({ body }) => body)),
    close: () =>
      new Promise((resolve) => {
        server.close(() => {
          resolve();
        });
        server.closeAllConnections();
      }),
  };
}

const done: Step = { text: 'done' };

function configOf(
  baseURL: string,
  { limit = { context: 100_000, output: 4_000 }, model }: ScriptedModelOptions,
): ModelConfig {
  const provider = {
    npm: '@ai-sdk/openai-compatible',
    options: { baseURL, apiKey: 'none' },
    models: { m: { tool_call: true, limit, ...model } },
  };
  return {
    enabled_providers: ['fake'],
    provider: { fake: provider },
    ...{ model: 'fake/m', small_model: 'fake/m' },
  };
}

function json(response: ServerResponse, value: unknown): void {
  response.writeHead(200, { 'content-type': 'application/json' });
  response.end(JSON.stringify(value));
}

async function read(request: IncomingMessage): Promise<string> {
  const parts: Buffer[] = [];
  for await (const part of request) parts.push(part as Buffer);
  return Buffer.concat(parts).toString();
}
