import { chmod, mkdir, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { findOpencode } from '@orssh/bench/find-opencode';
import { makeOpencodeHome } from '@orssh/bench/opencode-home';

import { run } from '../run.js';
import type { Scene } from './scene.js';

/** A model that nobody asks: without one OpenCode wants to connect a provider first. */
const provider = {
  local: {
    npm: '@ai-sdk/openai-compatible',
    options: { baseURL: 'http://127.0.0.1:1/v1', apiKey: 'none' },
    models: { model: { name: 'Model', limit: { context: 100_000, output: 4_000 } } },
  },
};

const script = "#!/bin/sh\necho 'pulled 3f2a91c'\necho 'restarted shop.service'\n";

/** The real OpenCode: a workspace on a host is made, and a command runs there. */
export const opencode: Scene = {
  name: 'opencode',
  command: 'opencode',
  hosts: ['web1', 'web2', 'gpu1'],
  columns: 92,
  rows: 22,
  background: '#0a0a0a',
  folder: 'shop',
  async prepare({ home, env, orssh, homeOf }) {
    const program = findOpencode();
    if (program === undefined) throw new Error('OpenCode is not here: npm install -g opencode-ai');
    await symlink(program, join(home, '../bin/opencode'));
    Object.assign(env, {
      OPENCODE_EXPERIMENTAL_WORKSPACES: 'true',
      OPENCODE_DISABLE_MODELS_FETCH: '1',
      OPENCODE_DISABLE_AUTOUPDATE: '1',
    });
    const project = join(home, 'shop');
    await mkdir(project);
    await run('git', ['init', '-q', '-b', 'main', project]);
    const commit = ['commit', '-q', '--allow-empty', '-m', 'begin'];
    await run('git', ['-C', project, '-c', 'user.name=me', '-c', 'user.email=me@localhost', ...commit]);
    const plugin = [join(process.cwd(), 'dist/opencode-plugin')];
    makeOpencodeHome(home, { plugin, provider, model: 'local/model', small_model: 'local/model' });
    await writeFile(join(homeOf('web1'), 'deploy.sh'), script);
    await chmod(join(homeOf('web1'), 'deploy.sh'), 0o755);
    await orssh(['setup', 'web1']);
    const hosts = ['web1', 'web2', 'gpu1'].map((name) => ({ name, ssh: { host: name } }));
    await writeFile(join(home, 'orssh.config.json'), JSON.stringify({ providers: { shop: { hosts } } }));
  },
  async play(terminal) {
    await terminal.until(/Ask anything/);
    await terminal.press('/');
    await terminal.until(/\/agents/);
    await terminal.press('warp');
    await terminal.until(/\/warp +Change/);
    await terminal.press('Enter');
    await terminal.until(/SSH web1/);
    await terminal.press('Down', 'Down', 'Enter');
    await terminal.until(/Workspace web1/);
    await terminal.press('!');
    await terminal.until(/Shell/);
    await terminal.press('./deploy.sh');
    await terminal.press('Enter');
    // A message of OpenCode's about its own model is over by then.
    await terminal.until(/^(?![^]*not valid)[^]*restarted shop\.service[^]*\/web1 /);
  },
};
