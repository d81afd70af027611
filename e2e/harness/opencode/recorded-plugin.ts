import { randomBytes } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

import type { Recorder } from './recorder.js';

/**
 * Writes a plugin into `folder` that is the plugin at `path`, but for the URLs of its workspaces' targets: these go
 * through the recorder. Resolves with the path of the new one.
 */
export async function recordedPlugin(folder: string, path: string, recorder: Recorder): Promise<string> {
  const file = join(folder, `recorded-${randomBytes(4).toString('hex')}.mjs`);
  const source = `
import plugin from ${JSON.stringify(pathToFileURL(path).href)};

function recorded(adapter) {
  return Object.create(adapter, { target: { value: async (...args) => {
    const target = await adapter.target(...args);
    if (target.type !== 'remote') return target;
    return { ...target, url: ${JSON.stringify(recorder.base)} + '/' + Buffer.from(String(target.url)).toString('base64url') };
  } } });
}

export default {
  id: plugin.id,
  server: (input, options) => plugin.server(Object.create(input, {
    experimental_workspace: { value: {
      register: (type, adapter) => input.experimental_workspace.register(type, recorded(adapter)),
    } },
  }), options),
};
`;
  await writeFile(file, source);
  return file;
}
