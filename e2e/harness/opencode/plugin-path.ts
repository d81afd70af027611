import { fileURLToPath } from 'node:url';

/** The plugin's package as it was built. */
export const pluginPath = fileURLToPath(new URL('../../../dist/opencode-plugin', import.meta.url));

/** The file of it that OpenCode loads. */
export const pluginFile = `${pluginPath}/server.js`;
