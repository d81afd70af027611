import { dirname, resolve } from 'node:path';

import type { HostSsh } from '../registry.js';
import type { HostConfig } from './schema.js';

/** As ssh takes it. A key that begins with `./` or `../` lies beside the file `from`. */
export function hostSsh({ identityFile, options, ...ssh }: HostConfig['ssh'], from: string): HostSsh {
  const result: { -readonly [Name in keyof HostSsh]: HostSsh[Name] } = ssh;
  if (identityFile !== undefined) {
    const files = typeof identityFile === 'string' ? [identityFile] : identityFile;
    result.identityFile = files.map((file) =>
      /^\.{1,2}\//.test(file) ? resolve(dirname(from), file) : file,
    );
  }
  if (options) {
    const inWords = Object.entries(options).map(([name, value]) => [name, optionText(value)]);
    result.options = Object.fromEntries(inWords) as Record<string, string>;
  }
  return result;
}

function optionText(value: string | number | boolean): string {
  return typeof value === 'boolean' ? (value ? 'yes' : 'no') : String(value);
}
