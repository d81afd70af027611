import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';

import { createOpencodeClient, type OpencodeClient } from '@opencode-ai/sdk/v2';

import { freePort } from '../hosts/free-port.js';
import type { Given } from '../on-hosts.js';
import { openProgram, type Terminal } from '../product/terminal.js';
import type { OpencodeHome } from './home.js';
import type { Place } from './open-opencode.js';
import { takeCommand } from './person.js';

/** The real OpenCode at a terminal, and a person who uses it. */
export interface Tui extends Terminal {
  /** The server within it, or the one that it is attached to. */
  readonly url: string;
  readonly client: OpencodeClient;
  /** Types text as it is. */
  type(text: string): Promise<void>;
  /** Types a slash command and takes it when the list shows its description. */
  command(name: string, description: string): Promise<void>;
}

/** Starts `opencode`, or `opencode attach` to a server, at the place's project; resolves when the prompt is there. */
export async function startTui(
  given: Pick<Given, 'defer' | 'explain'>,
  place: Place,
  { attach, args = [] }: { attach?: string; args?: string[] } = {},
): Promise<Tui> {
  const port = await freePort();
  const url = attach ?? `http://127.0.0.1:${port}`;
  const how = attach ? ['attach', attach, '--dir', place.project] : ['--port', String(port)];
  const terminal = await openProgram(given, [place.binary, ...how, ...args], {
    env: place.home.env,
    cwd: place.project,
  });
  given.explain('screen', () => terminal.screen());
  given.explain('log', () => logOf(place.home));
  // A start takes a few seconds, and many of them on a machine that has much to do.
  await terminal.until(/Ask anything|commands|ctrl\+p/, 60_000);
  const type = (text: string): Promise<void> => terminal.press('-l', text);
  return {
    ...terminal,
    url,
    client: createOpencodeClient({ baseUrl: url, directory: place.project }),
    type,
    command: (name, description) => takeCommand({ ...terminal, type }, name, description),
  };
}

/** What OpenCode has written into its newest log file. */
async function logOf({ env }: OpencodeHome): Promise<string> {
  const folder = join(env['XDG_DATA_HOME'] ?? '', 'opencode', 'log');
  const newest = (await readdir(folder)).sort().at(-1);
  return newest === undefined ? '' : readFile(join(folder, newest), 'utf8');
}
