import { readFileSync } from 'node:fs';

import { type Argument, Command } from 'commander';

import { fakeCli } from './testing/fake-cli.js';
import { verbs } from './verbs.js';

const all = verbs.flatMap((group) => group.verbs);
const terms = ({ registeredArguments }: Command) =>
  registeredArguments.map(({ required, variadic }: Argument) => [required, variadic]);

test.each(all.map((verb) => [verb.name, verb] as const))(
  'the overview says of %s what is true of it',
  async (name, verb) => {
    const command = (await verb.load())(fakeCli(), { exitCode: 0 });
    expect(command.name()).toBe(name);
    const listed = new Command(name);
    if (verb.words !== undefined) listed.arguments(verb.words);
    expect(terms(listed)).toEqual(terms(command));
  },
);

test('a summary fits a line of a narrow terminal, and the groups make one list', () => {
  for (const { summary } of all) expect(summary.length).toBeLessThanOrEqual(57);
  expect(new Set(all.map(({ name }) => name)).size).toBe(all.length);
});

test('every command is in the manual', async () => {
  const manual = readFileSync(new URL('../../../docs/cli.md', import.meta.url), 'utf8');
  for (const verb of all) {
    const command = (await verb.load())(fakeCli(), { exitCode: 0 });
    const below = command.commands.map((sub) => `orssh ${verb.name} ${sub.name()}`);
    for (const line of below.length > 0 ? below : [`orssh ${verb.name}`])
      expect(manual).toContain(`\`${line}`);
  }
});
