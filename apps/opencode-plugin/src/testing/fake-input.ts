import type { PluginInput, RawClient } from '../opencode/plugin-input.js';
import type { WorkspaceAdapter } from '../opencode/workspace-adapter.js';

export interface FakeInput {
  readonly input: PluginInput;
  readonly adapters: Map<string, WorkspaceAdapter>;
  readonly logged: { level: string; message: string }[];
  readonly toasts: { variant: string; message: string }[];
}

type Answer = (request: Parameters<RawClient['request']>[0]) => { data?: unknown; error?: unknown };

/** OpenCode as a plugin sees it; `answer` is its HTTP API. */
export function fakeInput({
  directory = '/project',
  projectID = 'project',
  answer = () => ({ error: { data: { message: 'not there' } } }),
}: { directory?: string; projectID?: string; answer?: Answer } = {}): FakeInput {
  const adapters = new Map<string, WorkspaceAdapter>();
  const logged: FakeInput['logged'] = [];
  const toasts: FakeInput['toasts'] = [];
  const input: PluginInput = {
    ...{ directory, worktree: directory, project: { id: projectID } },
    client: {
      app: { log: ({ body }) => Promise.resolve(logged.push(body)) },
      tui: { showToast: ({ body }) => Promise.resolve(toasts.push(body)) },
      _client: { request: (request) => Promise.resolve(answer(request)) },
    },
    experimental_workspace: { register: (type, adapter) => void adapters.set(type, adapter) },
  };
  return { input, adapters, logged, toasts };
}
