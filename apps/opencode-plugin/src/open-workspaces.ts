import type { OpenWorkspaces } from './workspaces.js';
import { PluginError } from './errors.js';

/** Until `@orssh/adaptor/workspace` is there. */
export const openWorkspaces: OpenWorkspaces = () => {
  throw new PluginError('opencode_unknown', 'Workspaces come with a later version of this plugin.', '');
};
