import { randomBytes } from 'node:crypto';
import { mkdir, readdir, readFile, symlink, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { dirname, join } from 'node:path';

import type { TestHost } from '../hosts/host-driver.js';

/** Things of this machine that nothing may read, change or run, each where the host has something else. */
export interface Canaries {
  /** In every file, page and answer of this machine. */
  readonly word: string;
  /** Files, links to them among them. */
  readonly paths: string[];
  /** What the host has in their place. */
  readonly hostWord: string;
  readonly page: string;
  /** Path of a program that leaves a trace when it runs on this machine. */
  readonly program: string;
  /** Lays one more folder of them. */
  lay(folder: string, onHost?: string): Promise<void>;
  /** What is different from when they were laid; empty where nothing was touched. */
  touched(): Promise<string[]>;
  close(): void;
}

export async function layCanaries(host: TestHost, home: string): Promise<Canaries> {
  const word = `CANARY-${randomBytes(6).toString('hex')}`;
  const hostWord = `HOST-${randomBytes(6).toString('hex')}`;
  const folders = new Map<string, string>();
  const paths: string[] = [];
  const program = join(home, 'canary-bin', 'canary-program');
  const trace = join(home, 'canary-trace');
  await mkdir(dirname(program), { recursive: true });
  await writeFile(program, `#!/bin/sh\necho ${word} | tee -a '${trace}'\n`, { mode: 0o755 });
  let asked = 0;
  const server = createServer((_request, response) => {
    asked += 1;
    response.end(word);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const stateOf = async (folder: string): Promise<string> => {
    const names = (await readdir(folder)).sort();
    const texts = names.map(async (name) => `${name}: ${await readFile(join(folder, name), 'utf8')}`);
    return (await Promise.all(texts)).join('\n');
  };
  return {
    ...{ word, hostWord, paths, program, page: `http://127.0.0.1:${port}/` },
    async lay(folder, onHost = folder) {
      await mkdir(folder, { recursive: true });
      await writeFile(join(folder, 'secret.txt'), `${word}\n`);
      await symlink(join(folder, 'secret.txt'), join(folder, 'link'));
      const passable = `p='${onHost}'; while [ "$p" != / ]; do chmod a+rx "$p"; p=$(dirname "$p"); done`;
      const place = `mkdir -p '${onHost}' && ${passable}; cd '${onHost}' && rm -f secret.txt link`;
      await host.admin(
        `${place} && echo ${hostWord} > secret.txt && ln -s secret.txt link && chmod -R a+rwX . && chown -R dev .`,
      );
      folders.set(folder, await stateOf(folder));
      paths.push(join(folder, 'secret.txt'), join(folder, 'link'));
    },
    async touched() {
      const changed: string[] = [];
      for (const [folder, before] of folders) if ((await stateOf(folder)) !== before) changed.push(folder);
      if ((await readdir(home)).includes('canary-trace')) changed.push(trace);
      if (asked > 0) changed.push('page');
      return changed;
    },
    close: () => {
      server.close();
      server.closeAllConnections();
    },
  };
}
