import type { DescribedFile } from '@orssh/registry';

import type { Cli } from '../cli.js';
import { colorsFor } from '../output/colors.js';
import { escapeControl } from '../output/escape-control.js';
import { table } from '../output/table.js';

/** The configuration files in their order; where the user has none, the place where it would be. */
export async function configPaths(cli: Cli, { config }: { config?: string }): Promise<DescribedFile[]> {
  const { describeFiles, userConfigFile } = await cli.libraries.registry();
  const files = await describeFiles({ cwd: cli.cwd, env: cli.env, configFile: config });
  if (config !== undefined || files.some(({ role }) => role === 'user')) return files;
  return [{ path: userConfigFile({ env: cli.env }), role: 'user', state: 'not_there' }, ...files];
}

const roles: Record<DescribedFile['role'], string> = {
  user: 'yours',
  options: 'of the plugin, in opencode.json',
  project: "the project's",
  given: 'named by --config',
};

const states: Record<DescribedFile['state'], string> = {
  read: 'read',
  broken: 'broken',
  not_trusted: 'passed over: not trusted',
  not_there: 'not there',
};

export function renderPaths(cli: Cli, paths: readonly DescribedFile[]): string {
  const colors = colorsFor(cli.stdout, cli.env);
  const paint: Record<DescribedFile['state'], (text: string) => string> = {
    read: colors.green,
    broken: colors.red,
    not_trusted: colors.yellow,
    not_there: colors.dim,
  };
  const rows = paths.map(({ path, role, state }) => [
    escapeControl(path),
    roles[role],
    paint[state](states[state]),
  ]);
  return table(['file', 'whose', 'state'], rows, colors);
}
