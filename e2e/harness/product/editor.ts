import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';

import { eventually } from '../eventually.js';
import type { OpencodeHome } from '../opencode/home.js';
import type { Given } from '../on-hosts.js';
import { opencodeBinary } from './opened.js';
import { cli } from './orssh.js';

/** A message of the protocol; what another program printed has none of its fields. */
export interface EditorMessage {
  jsonrpc?: string;
  id?: number;
  method?: string;
  params?: Record<string, unknown>;
  result?: Record<string, unknown>;
  error?: { message: string };
}

/** An editor that has started `orssh acp`. */
export interface Editor {
  /** All that it was told, a message a line. */
  readonly told: EditorMessage[];
  /** Asks, and waits for the answer; a refusal is thrown. */
  ask: (method: string, params: object) => Promise<Record<string, unknown>>;
  /** Waits until it is asked, and answers. */
  answer: (method: string, result: object) => Promise<EditorMessage>;
  /** Ends its side; resolves with the exit code, and with what stood on standard error. */
  leave: () => Promise<{ code: number | null; stderr: string }>;
}

/** Starts `orssh acp PLACE` as an editor does; it ends with the test at the latest. */
export function startEditor(
  given: Pick<Given, 'defer' | 'explain'>,
  home: OpencodeHome,
  place: string,
): Editor {
  const child = spawn(process.execPath, [cli, 'acp', place, '--opencode', opencodeBinary()], {
    env: home.env,
    cwd: '/',
  });
  const ended = once(child, 'close') as Promise<[number | null]>;
  given.defer(() => child.kill('SIGKILL'));
  let stderr = '';
  child.stderr.on('data', (chunk: Buffer) => (stderr += chunk.toString()));
  const told: EditorMessage[] = [];
  createInterface(child.stdout).on('line', (line) => told.push(messageOf(line)));
  given.explain(
    'what the editor was told',
    () => `${told.map((one) => JSON.stringify(one)).join('\n')}\n${stderr}`,
  );
  const send = (message: object): void => {
    child.stdin.write(`${JSON.stringify({ jsonrpc: '2.0', ...message })}\n`);
  };
  const seen = async (fits: (one: EditorMessage) => boolean): Promise<EditorMessage> =>
    (await eventually(() => told.find(fits), Boolean, 90_000)) ?? {};
  let asked = 0;
  return {
    told,
    async ask(method, params) {
      const id = (asked += 1);
      send({ id, method, params });
      const { result, error } = await seen((one) => one.id === id && one.method === undefined);
      if (error) throw new Error(`${method}: ${error.message}`);
      return result ?? {};
    },
    async answer(method, result) {
      const question = await seen((one) => one.method === method);
      send({ id: question.id, result });
      return question;
    },
    async leave() {
      child.stdin.end();
      const [code] = await ended;
      return { code, stderr };
    },
  };
}

function messageOf(line: string): EditorMessage {
  try {
    return JSON.parse(line) as EditorMessage;
  } catch {
    return { error: { message: line } };
  }
}
