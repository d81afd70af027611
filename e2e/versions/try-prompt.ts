import { account } from '../harness/profile.js';
import type { CallStep, ScriptedModel } from '../harness/opencode/scripted-model.js';
import { call } from './call.js';

export interface PromptOptions {
  /** Of a path of OpenCode's API. */
  url: (path: string, query?: Record<string, string>) => string;
  model: ScriptedModel;
}

interface Message {
  parts: { type: string; tool?: string; state?: { status: string; error?: string } }[];
}

const file = { filePath: 'tried/a.txt' };
const calls: CallStep[] = [
  { call: 'write', args: { ...file, content: 'one\ntwo\n' } },
  { call: 'read', args: file },
  { call: 'edit', args: { ...file, oldString: 'two', newString: 'zwei' } },
  { call: 'glob', args: { pattern: 'tried/*' } },
  { call: 'grep', args: { pattern: 'zw.i', path: 'tried' } },
  { call: 'bash', args: { command: 'cat tried/a.txt; id -un; pwd', description: 'Looks' } },
];
const said = `one\\nzwei\\n${account.user}\\n${account.home}`;

/** One prompt in a workspace of its own, whose model uses each of the common tools. Rejects with what did not work. */
export async function tryPrompt({ url, model }: PromptOptions): Promise<void> {
  const workspaces = '/experimental/workspace';
  const workspace = await call<{ id: string }>(
    url(workspaces),
    'POST',
    { type: 'ssh-provider', branch: null, extra: { agent: 'local', directory: account.home } },
    90_000,
  );
  const here = { workspace: workspace.id };
  try {
    const session = await call<{ id: string }>(url('/session', here), 'POST', {}, 90_000);
    model.script(...calls, { text: 'All done.' });
    const path = `/session/${session.id}/message`;
    await call(url(path, here), 'POST', { parts: [{ type: 'text', text: 'Go.' }] }, 120_000);
    const messages = await call<Message[]>(url(path, here), 'GET');
    const parts = messages.flatMap((message) => message.parts).filter(({ type }) => type === 'tool');
    for (const [at, { call: wanted }] of calls.entries()) {
      const { tool, state } = parts[at] ?? {};
      if (tool !== wanted) throw new Error(`${wanted} was not called`);
      if (state?.status !== 'completed') throw new Error(`${wanted}: ${state?.error ?? state?.status}`);
    }
    if (!JSON.stringify(messages).includes(said)) throw new Error('bash did not see what the others wrote');
  } finally {
    await call(url(`${workspaces}/${workspace.id}`), 'DELETE').catch(() => undefined);
  }
}
