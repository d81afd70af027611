import type { AgentFile } from './agent-file.js';
import { onHostWords, rewriteDeep } from './guard/anchor-words.js';
import { readingTools } from './guard/brain-tools.js';
import { begunCall } from './guard/begun-call.js';
import { Changes } from './guard/changes.js';
import { closedTools } from './guard/closed-hooks.js';
import { Definitions, sentinelOf } from './guard/definitions.js';
import { Guard } from './guard/guard.js';
import { HostPlaceOf } from './guard/host-place.js';
import { HostPrompts, type ReadForPrompt } from './guard/host-prompts.js';
import { withoutKeptHere } from './guard/kept-here.js';
import { localTools } from './guard/not-here.js';
import { RunningTools } from './guard/running-tools.js';
import { skillOnHost } from './guard/skill-result.js';
import { StepsOf } from './guard/steps-of.js';
import { systemPromptOnHost } from './guard/system-prompt.js';
import { WebRedirects } from './guard/web-redirects.js';
import { endWithParent } from './host/end-with-parent.js';
import { requireSettings } from './host/agent-settings.js';
import type { Hooks } from './opencode/hooks.js';
import { OpencodeCalls } from './opencode/opencode-calls.js';
import type { PluginInput } from './opencode/plugin-input.js';
import { tellPerson } from './opencode/tell-person.js';
import type { Tool } from './opencode/tool.js';
import { connectRemote, type Remote } from './remote/index.js';
import { shellVariables } from './shell/shell-variables.js';

/** What acts on the host. */
export interface Hands {
  /** By OpenCode's names. */
  tools: Record<string, Tool>;
  /** After one of them, when OpenCode has made its own of the result. */
  after?: Hooks['tool.execute.after'];
  /** Hears OpenCode's configuration. */
  config?: (config: Record<string, unknown>) => void;
  read: ReadForPrompt;
}

export interface InsideParts {
  hands: (remote: Remote, input: PluginInput) => Hands;
  env?: NodeJS.ProcessEnv;
  connect?: (file: AgentFile) => Remote;
}

/** The hooks that make an agent host of the OpenCode that calls them: its tools act on the workspace's host, and nothing on this machine. */
export function insideOf(
  input: PluginInput,
  file: AgentFile,
  { hands: make, env = process.env, connect = connectRemote }: InsideParts,
): Hooks & { tool: Record<string, Tool> } {
  const remote = connect(file);
  const hands = make(remote, input);
  const tools = { ...closedTools(`This tool has no meaning on ${file.host}.`), ...hands.tools };
  const ours = new Set(Object.keys(tools));
  const onHost = onHostWords(file);
  const keptHere = withoutKeptHere(env);
  const opencode = new OpencodeCalls(input);
  const prompts = new HostPrompts({
    read: hands.read,
    look: { anchor: file.anchor },
    onHost,
    isAgent: async (name) => {
      const agents = (await opencode.get('/agent')) as { name: string }[];
      return agents.some((agent) => agent.name === name);
    },
  });
  const running = new RunningTools(opencode, [...ours]);
  const guard = new Guard({
    ...{ file, ours, running, prompts, allowed: localTools(env) },
    redirects: new WebRedirects(file.host),
    tell: (message) => {
      tellPerson(input, message);
    },
  });
  // Those that are off may have no built-in one, whose definition would be waited for before each step.
  const definitions = new Definitions(new Set(Object.keys(hands.tools)), onHost);
  const changes = new Changes(remote, new StepsOf(opencode));
  const place = new HostPlaceOf(remote);
  const stopLooking = endWithParent(env);
  return {
    tool: Object.fromEntries(
      Object.entries(tools).map(([name, tool]) => [
        name,
        { ...(readingTools.has(name) ? tool : changes.noted(tool)), description: sentinelOf(name) },
      ]),
    ),
    config: (config) => {
      requireSettings(config, env);
      hands.config?.(config);
      return Promise.resolve();
    },
    event: async ({ event: { type, properties } }) => {
      if (type === 'session.idle') await changes.settled(String(properties['sessionID']));
      const call = type === 'message.part.updated' ? begunCall(properties) : undefined;
      if (call && Object.hasOwn(hands.tools, call.tool) && !readingTools.has(call.tool)) changes.begin(call);
    },
    dispose: () => {
      stopLooking();
      return remote.close();
    },
    'tool.definition': async (tool, output) => {
      await definitions.take(tool.toolID, output);
      await guard.definition(tool, output);
    },
    'tool.execute.before': (call, output) => guard.beforeTool(call, output),
    'tool.execute.after': async (call, output) => {
      // A tool that failed has none.
      const result = output as typeof output | undefined;
      guard.afterTool(call, result);
      if (call.tool === 'skill' && result) result.output = skillOnHost(result.output, file);
      await hands.after?.(call, output);
    },
    'shell.env': ({ sessionID }, output) => {
      Object.assign(output.env, shellVariables({ sessionID }));
      return Promise.resolve();
    },
    'chat.message': async (input, output) => {
      // The system prompt will need it.
      void place.look();
      await guard.message(input, output);
    },
    'command.execute.before': async ({ sessionID }, { parts }) => {
      rewriteDeep(parts, (text) => skillOnHost(text, file));
      await prompts.command(parts, sessionID);
    },
    'experimental.chat.messages.transform': (_input, { messages }) => {
      rewriteDeep(messages, (text) => onHost(keptHere(text)));
      return Promise.resolve();
    },
    'experimental.chat.system.transform': async (_input, { system }) => {
      const now = await place.look();
      for (const [index, prompt] of system.entries())
        system[index] = onHost(systemPromptOnHost(prompt, { ...now, anchor: file.anchor }));
    },
  };
}
