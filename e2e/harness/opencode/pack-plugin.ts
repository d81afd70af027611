import { join } from 'node:path';

import { must } from '../run.js';
import { pluginPath } from './plugin-path.js';

/** Packs the plugin as it is published. */
export async function packPlugin(folder: string): Promise<{ tarball: string; version: string }> {
  const packed = await must('npm', ['pack', pluginPath, '--pack-destination', folder, '--json'], {
    cwd: folder,
  });
  const [made] = JSON.parse(packed) as [{ filename: string; version: string }];
  return { tarball: join(folder, made.filename), version: made.version };
}
