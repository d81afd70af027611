import { realpathSync } from 'node:fs';
import { dirname, resolve } from 'node:path';

import { CliError } from '../cli-error.js';
import type { Cli } from '../cli.js';
import { escapeControl } from '../output/escape-control.js';

/** A file of a project, and what it would do on this machine. */
export interface FileToTrust {
  file: string;
  runs: readonly string[];
}

/** The file that is named, or the one that is passed over here for want of trust. */
export async function whatToTrust(
  cli: Cli,
  named: string | undefined,
  { config }: { config?: string },
): Promise<FileToTrust> {
  const { describeFiles } = await cli.libraries.registry();
  const wanted = named === undefined ? undefined : realPath(resolve(cli.cwd, named));
  const cwd = wanted === undefined ? cli.cwd : dirname(wanted);
  const files = await describeFiles({ cwd, env: cli.env, configFile: config });
  const untrusted = files.filter(({ state }) => state === 'not_trusted');
  const chosen = untrusted.find(({ path }) => wanted === undefined || path === wanted);
  if (chosen) return { file: chosen.path, runs: (chosen.runs ?? []).map(escapeControl) };
  throw new CliError({
    code: 'nothing_to_trust',
    message:
      wanted === undefined
        ? 'no configuration file here waits to be trusted'
        : `${wanted} is no configuration file that waits to be trusted here`,
    remedy: 'see which files are read: orssh config path',
  });
}

function realPath(path: string): string {
  try {
    return realpathSync(path);
  } catch {
    return path;
  }
}

export async function trust(cli: Cli, file: string): Promise<void> {
  const { trustFile } = await cli.libraries.registry();
  await trustFile(file, { env: cli.env });
}

export function renderTrusted(file: string, agreed: boolean): string {
  const shown = escapeControl(file);
  return agreed ? `${shown} is trusted until it changes\n` : `${shown} stays passed over\n`;
}
