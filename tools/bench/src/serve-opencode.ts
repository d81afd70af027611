import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

import { makeOpencodeHome } from './opencode-home.js';

export interface ServeOptions {
  /** Path of the program. */
  opencode: string;
  /** Made for it; its project is in it. */
  home: string;
  /** Its opencode.json. */
  config: Record<string, unknown>;
  env?: NodeJS.ProcessEnv;
}

/** The real `opencode serve`, with a home of its own. */
export interface ServedOpencode {
  url: string;
  project: string;
  stop(): Promise<void>;
}

export async function serveOpencode({ opencode, home, config, env }: ServeOptions): Promise<ServedOpencode> {
  const project = join(home, 'project');
  mkdirSync(project, { recursive: true });
  makeOpencodeHome(home, config);
  const inherited = Object.entries(env ?? process.env).filter(
    ([name]) => !/^(OPENCODE_|XDG_(?!STATE))/.test(name),
  );
  const child = spawn(opencode, ['serve', '--port', '0', '--print-logs'], {
    cwd: project,
    env: {
      ...Object.fromEntries(inherited),
      HOME: home,
      OPENCODE_EXPERIMENTAL_WORKSPACES: 'true',
      OPENCODE_DISABLE_MODELS_FETCH: '1',
      OPENCODE_DISABLE_AUTOUPDATE: '1',
    },
  });
  return {
    url: await listening(child),
    project,
    async stop() {
      child.kill('SIGKILL');
      await once(child, 'close');
    },
  };
}

async function listening(child: ChildProcess): Promise<string> {
  if (!child.stdout || !child.stderr) throw new Error('OpenCode has no output');
  child.stderr.resume();
  for await (const line of createInterface({ input: child.stdout })) {
    const [, url] = /listening on (http:\S+)/.exec(line) ?? [];
    if (url !== undefined) {
      child.stdout.resume();
      return url;
    }
  }
  throw new Error('OpenCode ended before it listened');
}
