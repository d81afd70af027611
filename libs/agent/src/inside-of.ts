import type { AgentFile } from './agent-file.js';
import { readingTools } from './guard/brain-tools.js';
import { onHostWords, rewriteDeep } from './guard/anchor-words.js';
import { Changes } from './guard/changes.js';
import { Definitions, sentinelOf } from './guard/definitions.js';
import { Guard } from './guard/guard.js';
import { HostPlaceOf } from './guard/host-place.js';
import { HostPrompts, type ReadForPrompt } from './guard/host-prompts.js';
import { localPartsOff } from './guard/local-parts-off.js';
import { localTools } from './guard/not-here.js';
import { RunningTools } from './guard/running-tools.js';
import { systemPromptOnHost } from './guard/system-prompt.js';
import type { Hooks } from './opencode/hooks.js';
import { OpencodeCalls } from './opencode/opencode-calls.js';
import type { PluginInput } from './opencode/plugin-input.js';
import type { Tool } from './opencode/tool.js';
import { connectRemote, type Remote } from './remote/index.js';

export interface InsideParts {
  tools: (remote: Remote, input: PluginInput) => Record<string, Tool>;
  read: (remote: Remote) => ReadForPrompt;
  env?: NodeJS.ProcessEnv;
  connect?: (file: AgentFile) => Remote;
}

/** The hooks that make the OpenCode it is called in an agent host: its tools act on the workspace's host, and nothing on this machine. */
export function insideOf(
  input: PluginInput,
  file: AgentFile,
  { tools: make, read, env = process.env, connect = connectRemote }: InsideParts,
): Hooks & { tool: Record<string, Tool> } {
  const remote = connect(file);
  const changes = new Changes(remote);
  const tools = Object.entries(make(remote, input));
  const ours = new Set(tools.map(([name]) => name));
  const onHost = onHostWords(file);
  const opencode = new OpencodeCalls(input);
  const definitions = new Definitions(ours, onHost);
  const prompts = new HostPrompts({
    read: read(remote),
    look: { anchor: file.anchor },
    onHost,
    isAgent: async (name) => {
      const agents = (await opencode.get('/agent')) as { name: string }[];
      return agents.some((agent) => agent.name === name);
    },
  });
  const running = new RunningTools(opencode, [...ours]);
  const guard = new Guard({ file, ours, running, prompts, allowed: localTools(env) });
  const place = new HostPlaceOf(remote);
  return {
    tool: Object.fromEntries(
      tools.map(([name, tool]) => [
        name,
        { ...(readingTools.has(name) ? tool : changes.noted(tool)), description: sentinelOf(name) },
      ]),
    ),
    config: (config) => {
      localPartsOff(config);
      return Promise.resolve();
    },
    event: async ({ event: { type, properties } }) => {
      if (type === 'session.idle') await changes.settled(String(properties['sessionID']));
    },
    dispose: () => remote.close(),
    'tool.definition': ({ toolID }, output) => definitions.take(toolID, output),
    'tool.execute.before': (call, output) => guard.beforeTool(call, output),
    'chat.message': guard.message,
    'command.execute.before': ({ sessionID }, { parts }) => prompts.command(parts, sessionID),
    'experimental.chat.messages.transform': (_input, { messages }) => {
      rewriteDeep(messages, onHost);
      return Promise.resolve();
    },
    'experimental.chat.system.transform': async (_input, { system }) => {
      const now = await place.look();
      for (const [index, prompt] of system.entries()) system[index] = onHost(systemPromptOnHost(prompt, now));
    },
  };
}
