import type { ConfigProblem } from '@orssh/registry';

import type { Cli } from '../cli.js';
import { colorsFor } from '../output/colors.js';
import { escapeControl } from '../output/escape-control.js';
import { renderFailure } from '../output/render-error.js';

export interface CheckedConfig {
  ok: boolean;
  files: string[];
  hosts: number;
  notices: readonly string[];
  problems: readonly ConfigProblem[];
}

/** Reads everything; what is wrong is in the answer, all of it. Rejects for what is no matter of the files. */
export async function checkConfig(cli: Cli, { config }: { config?: string }): Promise<CheckedConfig> {
  const { loadRegistry } = await cli.libraries.registry();
  try {
    const { files, hosts, notices } = await loadRegistry({ cwd: cli.cwd, env: cli.env, configFile: config });
    return { ok: true, files: files.map(({ path }) => path), hosts: hosts.length, notices, problems: [] };
  } catch (error) {
    const problems = problemsOf(error);
    if (problems.length === 0) throw error;
    const files = [...new Set(problems.map(({ file }) => file))];
    return { ok: false, files, hosts: 0, notices: [], problems };
  }
}

function problemsOf(error: unknown): readonly ConfigProblem[] {
  const { problems } = error as { problems?: unknown };
  return Array.isArray(problems) ? (problems as ConfigProblem[]) : [];
}

export function renderCheck(cli: Cli, { ok, files, hosts, notices, problems }: CheckedConfig): string {
  const colors = colorsFor(cli.stdout, cli.env);
  const noted = notices.map((notice) => `${colors.yellow('note:')} ${escapeControl(notice)}\n`);
  const wrong = problems.map(({ file, line, path, message, remedy }) => {
    const place = [file, line].filter((part) => part !== undefined).join(':');
    return renderFailure(
      {
        code: '',
        host: '',
        message: escapeControl(`${place}: ${[path, message].filter(Boolean).join(' ')}`),
        remedy: escapeControl(remedy),
      },
      colors,
    );
  });
  if (!ok) return wrong.join('');
  if (files.length === 0) return `${noted.join('')}there is no configuration file\n`;
  const count = hosts === 1 ? '1 host' : `${hosts} hosts`;
  return `${noted.join('')}${colors.green('✓')} ${count} in ${files.map(escapeControl).join(', ')}\n`;
}
