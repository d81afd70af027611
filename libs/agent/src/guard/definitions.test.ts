import { Definitions, sentinelOf } from './definitions.js';

const builtIn = {
  description: 'Use `/tmp/x` for temporary work outside the workspace. It is there.\n\nRuns in /anchor',
  parameters: { effect: 1 },
  jsonSchema: undefined,
};
const ours = () => ({
  description: sentinelOf('bash'),
  parameters: {} as unknown,
  jsonSchema: {} as unknown,
});

function make(patienceMs?: number) {
  return new Definitions(new Set(['bash']), (text) => text.replace('/anchor', '/srv'), patienceMs);
}

test("ours says what the built-in says, with the host's folders", async () => {
  const definitions = make();
  await definitions.take('bash', { ...builtIn });
  const output = ours();
  await definitions.take('bash', output);
  const description = expect.stringMatching(/^Use `mktemp` for .*\n\nRuns in \/srv$/) as string;
  expect(output).toEqual({ ...builtIn, description });
});

test("ours waits for the built-in's, which another plugin may hold up", async () => {
  const definitions = make();
  const output = ours();
  const taken = definitions.take('bash', output);
  await definitions.take('bash', { ...builtIn });
  await taken;
  expect(output.parameters).toBe(builtIn.parameters);
});

test('a tool of a folder does not pass for the built-in, and what is no name of ours stays', async () => {
  const definitions = make();
  await definitions.take('bash', { ...builtIn });
  await definitions.take('bash', { description: 'of a folder', parameters: {}, jsonSchema: {} });
  const [output, other] = [ours(), { description: 'task', parameters: {} }];
  await definitions.take('bash', output);
  await definitions.take('task', other);
  expect(output.parameters).toBe(builtIn.parameters);
  expect(other).toEqual({ description: 'task', parameters: {} });
});

test('without a built-in ours stays as it is', async () => {
  const output = ours();
  await make(1).take('bash', output);
  expect(output).toEqual(ours());
});
