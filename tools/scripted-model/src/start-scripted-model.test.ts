import { hold } from './hold.js';
import type { ScriptedModel } from './scripted-model.js';
import { type ScriptedModelOptions, startScriptedModel } from './start-scripted-model.js';

const models: ScriptedModel[] = [];
afterEach(async () => {
  for (const model of models.splice(0)) await model.close();
});

async function start(options?: ScriptedModelOptions): Promise<ScriptedModel> {
  const model = await startScriptedModel(options);
  models.push(model);
  return model;
}

const tools = [{ type: 'function', function: { name: 'bash' } }];

function ask({ url }: ScriptedModel, content = 'hello', more: Record<string, unknown> = {}) {
  const body = { stream: true, tools, messages: [{ role: 'user', content }], ...more };
  return fetch(`${url}/chat/completions`, { method: 'POST', body: JSON.stringify(body) });
}

interface Chunk {
  choices: { delta: Record<string, unknown>; finish_reason: string | null }[];
  usage?: Record<string, unknown>;
}

async function chunks(response: Response): Promise<Chunk[]> {
  const lines = (await response.text()).split('\n\n').filter((line) => line !== '');
  expect(lines.pop()).toBe('data: [DONE]');
  return lines.map((line) => JSON.parse(line.replace('data: ', '')) as Chunk);
}

test('it says text and reasoning, and calls several tools whose arguments come in pieces', async () => {
  const model = await start();
  model.script([
    { reasoning: 'hm' },
    { text: 'a' },
    { call: 'bash', args: { command: 'ls' }, id: 'one', chunks: 3 },
    { call: 'read', args: 'no json' },
    { usage: { input: 7, output: 3 } },
  ]);
  const said = await chunks(await ask(model));
  const deltas = said.flatMap(({ choices }) => choices.map(({ delta }) => delta));
  expect(deltas).toContainEqual({ reasoning_content: 'hm' });
  expect(deltas).toContainEqual({ content: 'a' });
  const calls = deltas.flatMap(
    ({ tool_calls }) =>
      (tool_calls ?? []) as { index: number; id?: string; function: { name?: string; arguments: string } }[],
  );
  expect(calls.filter(({ index }) => index === 0)).toHaveLength(3);
  expect(calls[0]).toMatchObject({ id: 'one', function: { name: 'bash' } });
  const args = calls.filter(({ index }) => index === 0).map((call) => call.function.arguments);
  expect(JSON.parse(args.join(''))).toEqual({ command: 'ls' });
  expect(calls.at(-1)).toMatchObject({ index: 1, function: { name: 'read', arguments: 'no json' } });
  expect(said.at(-2)?.choices[0]?.finish_reason).toBe('tool_calls');
  expect(said.at(-1)?.usage).toMatchObject({ prompt_tokens: 7, total_tokens: 10 });
});

test('it says "done" when no turn is left, and a title takes none', async () => {
  const model = await start();
  model.script({ text: 'first' });
  const title = [{ role: 'system', content: 'You are a title generator. Go.' }];
  expect(await (await ask(model, '', { tools: undefined, messages: title })).text()).toContain(
    'A scripted title',
  );
  expect(await (await ask(model)).text()).toContain('"content":"first"');
  expect(await (await ask(model)).text()).toContain('"content":"done"');
  expect(model.asked).toHaveLength(2);
  expect(model.requests).toHaveLength(3);
});

test('a conversation that matches has a script of its own', async () => {
  const model = await start();
  model.when({ first: /the task/ }).script({ text: 'from the subagent' });
  model.script({ text: 'from the main one' });
  expect(await (await ask(model, 'do the task')).text()).toContain('from the subagent');
  expect(await (await ask(model)).text()).toContain('from the main one');
  expect(model.left).toBe(0);
});

test('it waits until the test lets it go on', async () => {
  const model = await start();
  const gate = hold();
  model.script([{ text: 'before' }, { until: gate.opened }, { text: 'after' }]);
  const response = await ask(model);
  const reader = (response.body as ReadableStream<Uint8Array>).getReader();
  let text = '';
  const until = async (wanted: string): Promise<void> => {
    while (!text.includes(wanted)) {
      const { value, done } = await reader.read();
      if (done) throw new Error(`it ended without ${wanted}: ${text}`);
      text += Buffer.from(value).toString();
    }
  };
  await until('before');
  expect(text).not.toContain('after');
  gate.open();
  await until('after');
  await reader.cancel();
});

test('it fails with a status, or in the middle', async () => {
  const model = await start();
  model.script({ status: 429, message: 'slow down', headers: { 'retry-after': '1' } }, [
    { text: 'half' },
    { cut: true },
  ]);
  const refused = await ask(model);
  expect(refused.status).toBe(429);
  expect(refused.headers.get('retry-after')).toBe('1');
  expect(await refused.json()).toMatchObject({ error: { message: 'slow down' } });
  await expect(ask(model).then((response) => response.text())).rejects.toThrow();
});

test('what it was asked is kept, and a turn may depend on it', async () => {
  const model = await start();
  model.script(({ first, tools: offered }) => ({ text: `${first} ${offered.length}` }));
  const third = model.askedTimes(2);
  expect(await (await ask(model, 'echo')).text()).toContain('echo 1');
  await ask(model, [{ type: 'text', text: 'parts' }] as unknown as string);
  expect((await third)[1]?.first).toBe('parts');
  expect(model.sent()).toContain('echo');
});

test('who does not stream gets it whole', async () => {
  const model = await start();
  model.script([{ text: 'a' }, { call: 'bash', args: {} }]);
  const whole = (await (await ask(model, 'x', { stream: false })).json()) as Record<string, unknown>;
  expect(whole).toMatchObject({
    choices: [{ message: { content: 'a', tool_calls: [{ function: { name: 'bash', arguments: '{}' } }] } }],
  });
});
