import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

import { available } from '../available.js';
import { eventually } from '../eventually.js';
import type { Given } from '../on-hosts.js';
import { type HomeOptions, newHome, type OpencodeHome } from '../opencode/home.js';
import { type Keys, takeCommand } from '../opencode/person.js';
import { run } from '../run.js';
import { cli } from './orssh.js';
import { openProgram, type Terminal } from './terminal.js';

/** OpenCode's interface in a terminal, by way of `orssh open`. */
export interface Opened extends Terminal, Keys {
  /** Types a slash command and takes it when the list shows its description. */
  command(name: string, description: string): Promise<void>;
  /** Sends a signal to `orssh` alone. */
  signal(name: string): Promise<void>;
  /** Sends one to the OpenCode that it has started. */
  signalOpencode(name: string): Promise<void>;
  /** The command lines of all that runs for it. */
  commandLines(): Promise<string[]>;
}

/** The home of somebody who has neither the plugin nor the switch for workspaces. */
export function plainHome(options: Partial<HomeOptions> = {}): Promise<OpencodeHome> {
  const env = { OPENCODE_EXPERIMENTAL_WORKSPACES: undefined, ...options.env };
  return newHome(available().folder, { plugin: [], ...options, env });
}

/** The program that is OpenCode, for `--opencode`. */
export function opencodeBinary(): string {
  return available().opencode ?? 'opencode';
}

/** Starts `orssh open PLACE ARGS` in a terminal, in no project at all; resolves when the prompt is there. */
export async function openPlace(
  given: Pick<Given, 'defer' | 'explain'>,
  home: OpencodeHome,
  place: string,
  args: string[] = [],
): Promise<Opened> {
  const pidFile = join(home.folder, `orssh-${Date.now()}.pid`);
  const command = [process.execPath, cli, 'open', place, '--opencode', opencodeBinary(), ...args];
  const terminal = await openProgram(given, ['sh', '-c', 'echo $$ > "$0"; exec "$@"', pidFile, ...command], {
    env: home.env,
    cwd: '/',
  });
  given.explain('screen', () => terminal.screen());
  await terminal.until(/Ask anything|commands|ctrl\+p|\[ended/, 90_000);
  const keys: Keys = { ...terminal, type: (text) => terminal.press('-l', text) };
  const pid = (await readFile(pidFile, 'utf8')).trim();
  const children = async (): Promise<string[]> =>
    (await run('pgrep', ['-P', pid, '-f', ' attach '])).stdout.split('\n').filter(Boolean);
  return {
    ...terminal,
    ...keys,
    command: (name, description) => takeCommand(keys, name, description),
    async signal(name) {
      await run('kill', ['-s', name, pid]);
    },
    async signalOpencode(name) {
      await run('kill', ['-s', name, ...(await children())]);
    },
    async commandLines() {
      return (await run('ps', ['-eo', 'args'])).stdout.split('\n');
    },
  };
}

/** Resolves when nobody answers at this address any more. */
export async function isGone(url: string): Promise<void> {
  await eventually(
    () =>
      fetch(url).then(
        () => true,
        () => false,
      ),
    (answers) => !answers,
  );
}
