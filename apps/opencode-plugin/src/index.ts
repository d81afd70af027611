import { pluginID } from './plugin-id.js';
import { startPlugin } from './start-plugin.js';

/** What OpenCode looks for in a plugin's module. */
export default { id: pluginID, server: startPlugin };
