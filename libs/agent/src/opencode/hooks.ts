import type { Tool } from './tool.js';

/** OpenCode's `Hooks` (`@opencode-ai/plugin` 1.18.33), as far as an agent host uses them. What is called `output` is changed in place. */
export interface Hooks {
  tool?: Record<string, Tool>;
  config?: (config: Record<string, unknown>) => Promise<void>;
  event?: (input: { event: { type: string; properties: Record<string, unknown> } }) => Promise<void>;
  dispose?: () => Promise<void>;
  'chat.message'?: (
    input: { sessionID: string; agent?: string; messageID?: string },
    output: { message: Record<string, unknown>; parts: Record<string, unknown>[] },
  ) => Promise<void>;
  'command.execute.before'?: (
    input: { command: string; sessionID: string; arguments: string },
    output: { parts: Record<string, unknown>[] },
  ) => Promise<void>;
  'tool.definition'?: (
    input: { toolID: string },
    output: { description: string; parameters: unknown; jsonSchema?: unknown },
  ) => Promise<void>;
  'tool.execute.before'?: (
    input: { tool: string; sessionID: string; callID?: string },
    output: { args: Record<string, unknown> },
  ) => Promise<void>;
  'tool.execute.after'?: (
    input: { tool: string; sessionID: string; callID?: string; args: Record<string, unknown> },
    output: { title: string; output: string; metadata: Record<string, unknown> },
  ) => Promise<void>;
  'shell.env'?: (
    input: { cwd: string; sessionID?: string; callID?: string },
    output: { env: Record<string, string> },
  ) => Promise<void>;
  'experimental.chat.messages.transform'?: (
    input: Record<string, never>,
    output: { messages: { info: Record<string, unknown>; parts: Record<string, unknown>[] }[] },
  ) => Promise<void>;
  'experimental.chat.system.transform'?: (
    input: { sessionID?: string },
    output: { system: string[] },
  ) => Promise<void>;
}
