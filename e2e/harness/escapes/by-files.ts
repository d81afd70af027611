import { pathToFileURL } from 'node:url';

import type { Attempt } from './attempt.js';
import { places } from './places.js';
import { slashCommands } from './slash-commands.js';

const { work } = places;

/** What a person names is allowed by that; a link of the project is not. */
const named: [string, string, string?][] = [
  ['a link', `${work}/link`],
  ['a chain of links', `${work}/chained`],
  ['a link to its directory', `${work}/dir/letter`],
  ['a link to a secret', `${work}/harmless`],
  ['a directory by a link', `${work}/dir`, 'application/x-directory'],
  ['a picture by a link', `${work}/link`, 'image/png'],
  ["the stub's token", places.token],
  ["the stub's token by the root", `/proc/self/root${places.token}`],
];

/** What a person mentions with `@`, as a part or in the text of a prompt. */
export const byFiles: Attempt[] = [
  ...named.map(([name, path, mime = 'text/plain']): Attempt => ({
    ...{ name, way: '@file', held: 'policy', prepare: `ln -s .env ${work}/harmless` },
    run: ({ prompt }) =>
      prompt([
        { type: 'text', text: 'see' },
        { type: 'file', mime, filename: 'x', url: fileUrl(path) },
      ]),
  })),
  ...named.slice(0, 3).map(([name, path]): Attempt => ({
    ...{ name: `${name}, in a command`, way: '@file', held: 'policy' },
    run: ({ command }) => command('look', `@${path}`),
  })),
];

/** What a slash command runs before its text goes to the model; one is of the host's project. */
export const bySlashCommands: Attempt[] = [
  ...Object.keys(slashCommands).filter((name) => name !== 'look'),
  'project',
].map((name) => ({
  ...{ name, way: '/command', held: 'kernel' },
  run: ({ command }) => command(name, places.letter),
}));

/** Dots stay as they are. */
const fileUrl = (path: string): string => (path.includes('..') ? `file://${path}` : pathToFileURL(path).href);
