import { filesOf, type LoadOptions } from './load.js';
import type { ConfigFile } from './registry.js';

/** A configuration file, and what becomes of it. */
export interface DescribedFile extends ConfigFile {
  /** `not_trusted`: passed over until a person agrees to what it would run. `not_there`: it may be made. */
  readonly state: 'read' | 'broken' | 'not_trusted' | 'not_there';
  /** `not_trusted`: what it would do on this machine, in words. */
  readonly runs?: readonly string[];
  /** `broken`: what is wrong. */
  readonly why?: string;
}

/** The files that are found, in the order in which they are read; a broken one does not keep the others from being described. */
export async function describeFiles({
  cwd = process.cwd(),
  env = process.env,
  configFile,
}: Omit<LoadOptions, 'options'> = {}): Promise<DescribedFile[]> {
  const { files } = filesOf({ cwd, env, configFile, pluginOptions: true });
  const { describeFile } = await import('./read/describe-file.js');
  return Promise.all(files.map((file, at) => describeFile(file, { env, before: files.slice(0, at) })));
}
