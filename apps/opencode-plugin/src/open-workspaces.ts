import { openWorkspaces as open } from '@orssh/adaptor/workspace';

import type { OpenWorkspaces } from './workspaces.js';

export const openWorkspaces: OpenWorkspaces = open;
