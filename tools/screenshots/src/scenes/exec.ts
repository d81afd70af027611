import { chmod, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import type { Scene } from './scene.js';

const config = {
  providers: {
    shop: {
      labels: ['env=prod'],
      hosts: ['web1', 'web2', 'gpu1'].map((name) => ({ name, ssh: { host: name } })),
    },
  },
};

/** Lines that come at their own times, in the same order in every run; one host has a problem. */
const script = (wait: number, lines: readonly string[], code: number): string =>
  `#!/bin/sh\nsleep ${wait}\n${lines.map((line) => `echo '${line}'; sleep 0.9\n`).join('')}exit ${code}\n`;

export const exec: Scene = {
  name: 'exec',
  command: 'orssh exec --label env=prod -- ./deploy.sh',
  hosts: ['web1', 'web2', 'gpu1'],
  columns: 92,
  async prepare({ home, orssh, homeOf }) {
    await writeFile(join(home, 'orssh.config.json'), JSON.stringify(config));
    const scripts = {
      web1: script(0, ['pulled 3f2a91c', 'restarted shop.service'], 0),
      web2: script(0.3, ['pulled 3f2a91c', 'restarted shop.service'], 0),
      gpu1: script(0.6, ['pulled 3f2a91c', 'no space left for the model cache'], 3),
    };
    for (const [name, text] of Object.entries(scripts)) {
      await orssh(['setup', name]);
      await writeFile(join(homeOf(name), 'deploy.sh'), text);
      await chmod(join(homeOf(name), 'deploy.sh'), 0o755);
    }
  },
};
