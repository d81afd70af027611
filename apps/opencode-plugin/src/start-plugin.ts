import { workspaceAdapter } from './adapter.js';
import { beforeSignals } from './before-signals.js';
import { foldersOfHosts } from './folders-of-hosts.js';
import { Instance } from './instance.js';
import { lookAtHosts } from './look-at-hosts.js';
import { missingFor } from './missing.js';
import { noShell } from './no-shell.js';
import { askByDefault, type OpencodeConfig } from './ask-by-default.js';
import type { PluginInput } from './opencode/plugin-input.js';
import type { Tool } from './opencode/tool.js';
import { optionsSource, type WithPluginOrigins } from './options-source.js';
import { workspaceType } from './plugin-id.js';
import { type OpencodeEvent, tellSessionHere } from './session-here.js';
import { stayOnHost } from './stay-on-host.js';
import { toolsFor } from './tools/index.js';
import { WorkspacesOfProcess } from './workspaces-of-process.js';

/** OpenCode's `Hooks`, as far as they are used here. */
export interface Hooks {
  tool: Record<string, Tool>;
  config: (config: OpencodeConfig & WithPluginOrigins) => Promise<void>;
  event: (input: { event: OpencodeEvent }) => Promise<void>;
  dispose: () => Promise<void>;
  /** Before a prompt is stored. */
  'chat.message': () => Promise<void>;
  /** Before a shell or a terminal is started. */
  'shell.env': () => Promise<void>;
}

const ofThisProcess = new WorkspacesOfProcess(
  async () => (await import('./open-with-agents.js')).openWithAgents(),
  beforeSignals,
);

/**
 * Called by OpenCode for each folder, and waited for before it answers there: nothing is loaded here that only a workspace needs,
 * and whatever is wrong with the configuration shows when it is used.
 */
export function startPlugin(
  input: PluginInput,
  options?: Record<string, unknown>,
  { workspaces = ofThisProcess, env = process.env, delayMs = 1_000 } = {},
): Promise<Hooks> {
  const missing = missingFor(input, env);
  const instance = new Instance(input, options, missing);
  workspaces.add(instance);
  const adapters = input.experimental_workspace;
  adapters?.register(workspaceType, workspaceAdapter(instance, workspaces));
  if (missing !== undefined) instance.log('warn', missing);
  const check = (): Promise<void> => stayOnHost(instance, workspaces);
  const stopLooking = lookAtHosts(instance, {
    delayMs,
    offer: async (registry) => {
      if (!adapters || missing !== undefined) return;
      const { offerHosts } = await import('./offer-hosts.js');
      await offerHosts(adapters, { instance, workspaces, registry });
    },
  });
  return Promise.resolve({
    tool: toolsFor(instance, workspaces),
    config: async (config) => {
      if (options) instance.source = optionsSource(config, options);
      askByDefault(config);
      // No hook comes before the commands in a command's template: their shell is one that does nothing.
      if ((await foldersOfHosts(instance, workspaces)).length > 0) config.shell = noShell();
    },
    event: ({ event }) => tellSessionHere(event, { instance, workspaces }),
    'chat.message': check,
    'shell.env': check,
    dispose: () => {
      stopLooking();
      return workspaces.drop(instance);
    },
  });
}
