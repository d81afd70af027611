import { findStubBinaries } from '@orssh/bootstrap';
import type { HostSettings } from '@orssh/registry';

import { openWorkspaces } from '../open-workspaces.js';
import type { WorkspaceInfo } from '../workspaces.js';

/** What another OpenCode process of the same machine is given. */
export interface WorkspaceChildOptions {
  info: WorkspaceInfo;
  defaults: HostSettings;
  stubs: string;
  sshConfigFile: string;
  state: string;
}

// Opens a workspace that is known, and says how it does whenever that changes, until it is killed.
const { info, defaults, stubs, sshConfigFile, state } = JSON.parse(
  process.argv[2] ?? '{}',
) as WorkspaceChildOptions;
const workspaces = openWorkspaces({
  registry: () => Promise.resolve({ files: [], notices: [], providers: [], hosts: [], defaults }),
  stubs: findStubBinaries({ directory: stubs }),
  env: { ...process.env, XDG_STATE_HOME: state },
  sshConfigFile,
});
await workspaces.target(info);
let said = '';
setInterval(() => {
  const [one] = workspaces.status();
  const now = `${one?.state ?? 'none'} ${one?.lease?.state ?? 'none'} ${new URL(one?.url ?? 'http://x').port}`;
  if (now !== said) console.log(now);
  said = now;
}, 20);
