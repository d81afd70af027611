import { join } from 'node:path';

import { type Check, failed, type Finding, ok, oneLine, skipped, warning } from '@orssh/doctor';
import { tildify } from '@orssh/doctor/tildify';

import { pluginIsHere, pluginName, workspacesFlag } from '../../opencode/plugin.js';
import { opencodeFiles } from '../../opencode/find-files.js';
import { namesPlugin } from '../../opencode/names-plugin.js';
import { findProgram, isProgram, runProgram } from '../run-program.js';

const opencode = oneLine('opencode', 'opencode', {
  group: 'opencode',
  run: async ({ env, home }, signal) => {
    const beside = join(home, '.opencode', 'bin', 'opencode');
    const onPath = await findProgram('opencode', env);
    const path = onPath ?? ((await isProgram(beside)) ? beside : undefined);
    if (path === undefined) {
      return skipped('not found; orssh works without it', 'to install it: npm install -g opencode-ai');
    }
    const where = tildify(path, home);
    const { code, stdout } = await runProgram(path, ['--version'], { env, signal, limitMs: 8_000 });
    const version = stdout.trim().split('\n').at(-1) ?? '';
    if (code !== 0 || version === '')
      return failed(`${where} does not say its version`, `try: ${where} --version`);
    if (onPath !== undefined) return ok(`${version}, ${where}`);
    return warning(`${version}, ${where}, which is not on PATH`, 'put ~/.opencode/bin on your PATH');
  },
});

const flag = oneLine('workspaces-flag', 'workspaces', {
  group: 'opencode',
  run: ({ env }) => {
    const value = env[workspacesFlag];
    const on = value === 'true' || value === '1';
    if (on) return Promise.resolve(ok(`${workspacesFlag}=${value}`));
    const remedy = `workspaces need it: export ${workspacesFlag}=true`;
    const found = `${workspacesFlag} is ${value === undefined ? 'not set' : JSON.stringify(value)}`;
    return Promise.resolve(
      pluginIsHere ? warning(found, remedy) : skipped(`${found}; the plugin will need it`),
    );
  },
});

const plugin = oneLine('plugin', 'plugin', {
  group: 'opencode',
  run: async ({ env, home, cwd }) => {
    const files = await opencodeFiles({ env, home, cwd });
    const naming: string[] = [];
    const broken: string[] = [];
    for (const { path, text } of files) {
      const names = namesPlugin(text);
      if (names === undefined) broken.push(tildify(path, home));
      else if (names) naming.push(tildify(path, home));
    }
    return judgePlugin(naming, broken);
  },
});

function judgePlugin(naming: string[], broken: string[]): Finding {
  if (broken.length > 0)
    return failed(
      `${broken.join(', ')} is not JSON with comments`,
      'correct it; OpenCode cannot read it either',
    );
  if (naming.length === 0)
    return pluginIsHere
      ? warning('no opencode.json names it', 'orssh init adds it')
      : skipped('no opencode.json names it; it comes with a later version');
  const found = `${pluginName} in ${naming.join(', ')}`;
  if (pluginIsHere) return ok(found);
  return warning(
    `${found}, and it is not in this version yet`,
    'take it out until then, or OpenCode complains',
  );
}

export const opencodeChecks: readonly Check[] = [opencode, flag, plugin];
