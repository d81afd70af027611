import { join } from 'node:path';

import { type Check, failed, type Finding, ok, oneLine, skipped, warning } from '@orssh/doctor';
import { tildify } from '@orssh/doctor/tildify';

import { pluginName, workspacesFlag } from '../../opencode/plugin.js';
import { opencodeFiles } from '../../opencode/find-files.js';
import { findPlugin, type FoundPlugin } from '../../opencode/find-plugin.js';
import { pluginEntries } from '../../opencode/names-plugin.js';
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
    const remedy = `workspaces need it where OpenCode is started: export ${workspacesFlag}=true`;
    const found = `${workspacesFlag} is ${value === undefined ? 'not set' : JSON.stringify(value)}`;
    return Promise.resolve(warning(found, remedy));
  },
});

const plugin = oneLine('plugin', 'plugin', {
  group: 'opencode',
  run: async ({ env, home, cwd }) => {
    const files = await opencodeFiles({ env, home, cwd });
    const broken = files.filter(({ text }) => pluginEntries(text) === undefined);
    if (broken.length > 0) {
      return failed(
        `${broken.map(({ path }) => tildify(path, home)).join(', ')} is not JSON with comments`,
        'correct it; OpenCode cannot read it either',
      );
    }
    const named = files.flatMap(({ path, text }) =>
      (pluginEntries(text) ?? []).map(async (entry) => ({
        where: `${entry} in ${tildify(path, home)}`,
        found: await findPlugin(entry, { configFile: path, env, home }),
      })),
    );
    return judgePlugin(await Promise.all(named), home);
  },
});

function judgePlugin(named: readonly { where: string; found: FoundPlugin }[], home: string): Finding {
  if (named.length === 0) return warning('no opencode.json names it', 'orssh init adds it');
  const missing = named.filter(({ found }) => found.from === 'missing path');
  const texts = (missing.length > 0 ? missing : named).map(
    ({ where, found }) => `${where}: ${describe(found, home)}`,
  );
  if (missing.length === 0) return ok(texts.join('; '));
  return failed(texts.join('; '), `correct the path, or name the package: "${pluginName}"`);
}

function describe(found: FoundPlugin, home: string): string {
  switch (found.from) {
    case 'path':
      return 'it is there';
    case 'npm':
      return `${found.version}, from npm`;
    case 'nowhere yet':
      return 'OpenCode gets it from npm when it starts';
    case 'missing path':
      return `there is no plugin in ${tildify(found.path, home)}`;
  }
}

export const opencodeChecks: readonly Check[] = [opencode, flag, plugin];
