import { pathToFileURL } from 'node:url';

import { startPty } from '../opencode/start-pty.js';
import type { Arena } from './arena.js';
import { lastOf } from './by-terminals.js';
import { bash, takeBack } from './by-undo.js';
import { places } from './places.js';
import { asUser } from './repository.js';
import { send } from './send.js';

const file = 'inner.txt';
const path = `${places.work}/${file}`;

const tool =
  (call: string, args: Record<string, unknown>) =>
  ({ inside }: Arena): Promise<string> =>
    inside.call({ call, args });
const route =
  (asked: string, query: Record<string, string> = {}) =>
  (arena: Arena): Promise<string> =>
    send(arena, 'GET', asked, { query });

/** What may be done by each way, and shows a file of the workspace: a way that leads nowhere would let nothing out either. */
export const harmless: Record<string, (arena: Arena) => Promise<string>> = {
  read: tool('read', { filePath: file }),
  grep: tool('grep', { pattern: 'hello' }),
  glob: tool('glob', { pattern: '*' }),
  bash: tool('bash', { command: `cat ${file}`, description: 'Look' }),
  'GET /file/content': route('/file/content', { path: file }),
  'GET /file': route('/file', { path: '.' }),
  'GET /find': route('/find', { pattern: 'hello' }),
  'GET /find/file': route('/find/file', { query: 'inner' }),
  'GET /api/fs/list': route('/api/fs/list', { path: '.' }),
  'GET /api/fs/read': route(`/api/fs/read/${file}`),
  'GET /api/fs/find': route('/api/fs/find', { query: 'inner' }),
  '! command': ({ shell }) => shell(`cat ${file}`),
  '@file': ({ prompt }) =>
    prompt([{ type: 'file', mime: 'text/plain', filename: 'x', url: pathToFileURL(path).href }]),
  '@file, in a command': ({ command }) => command('look', `@${file}`),
  '/command': ({ command }) => command('an argument', file),
  remote_exec: ({ outside, target }) =>
    outside.call({ call: 'remote_exec', args: { host: target, command: `cat ${path}` } }),
  '/undo': async (arena) => {
    await arena.ground.next(asUser(''));
    const { said } = await takeBack(arena, [bash(`echo changed > ${file}`)]);
    return (await arena.shell(`cat ${file}`)) || said;
  },
  'POST /pty': async ({ opencode, here, door }) => {
    const { id, answer } = await startPty(opencode, here.workspace, { command: 'cat', args: [file, '-'] });
    if (id === undefined) return answer;
    return lastOf(door, id);
  },
};

/** Of {@link harmless}: what each answered that did not show the file. */
export async function closedWays(arena: Arena): Promise<string[]> {
  const closed: string[] = [];
  await arena.ground.next();
  for (const [way, run] of Object.entries(harmless)) {
    const said = await run(arena).catch(String);
    const shows = /^(glob|GET .*(file|list|find))$/.test(way) ? file : 'hello';
    if (!said.includes(shows)) closed.push(`${way}: ${said.slice(0, 500)}`);
  }
  return closed;
}
