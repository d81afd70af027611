import type { Session, Workspace } from '@opencode-ai/sdk/v2';

import { eventually } from '../eventually.js';
import { must } from './answer.js';
import type { Opencode } from './start-opencode.js';

/** What a program that uses the SDK does with a workspace. */
export interface Headless {
  readonly workspace: Workspace;
  readonly session: Session;
  /** Runs a command in the session; resolves when it has ended, rejects with what OpenCode said. */
  readonly shell: (command: string) => Promise<void>;
  /** All messages of the session, as JSON. */
  readonly history: () => Promise<string>;
  readonly remove: () => Promise<void>;
}

export interface HeadlessOptions {
  extra?: Record<string, unknown>;
}

/** Makes a workspace that is `connected`, and a session in it. */
export async function openHeadless(
  { client }: Pick<Opencode, 'client'>,
  { extra = {} }: HeadlessOptions = {},
): Promise<Headless> {
  const workspace = must(
    await client.experimental.workspace.create({ type: 'ssh-provider', branch: null, extra }),
  );
  await eventually(
    async () => must(await client.experimental.workspace.status()),
    (all) => all.some(({ workspaceID, status }) => workspaceID === workspace.id && status === 'connected'),
  );
  const session = must(await client.session.create({ workspace: workspace.id }));
  const here = { sessionID: session.id, workspace: workspace.id };
  return {
    workspace,
    session,
    async shell(command) {
      must(await client.session.shell({ ...here, agent: 'build', command }));
    },
    history: async () => JSON.stringify(must(await client.session.messages({ sessionID: session.id }))),
    async remove() {
      must(await client.experimental.workspace.remove({ id: workspace.id }));
    },
  };
}
