import { once } from 'node:events';
import { writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';

import { callsOfAllTools } from '../harness/opencode/all-tools.js';
import type { OpencodeHome } from '../harness/opencode/home.js';
import { onceOnOpencode, onceOnTui } from '../harness/opencode/on-opencode.js';
import { eventually } from '../harness/eventually.js';
import { type ScriptedModel, startScriptedModel } from '../harness/opencode/scripted-model.js';
import type { Given } from '../harness/on-hosts.js';
import { opencodeBinary, plainHome } from '../harness/product/opened.js';
import { orssh } from '../harness/product/orssh.js';
import { openTerminal } from '../harness/product/terminal.js';
import { debian12 } from '../harness/profile.js';
import type { RunOptions, RunResult } from '../harness/run.js';

const app = '/home/dev/app';

// Each prompt has an OpenCode and an agent host of its own.
import.meta.jest.setTimeout(300_000);

interface Prompted {
  model: ScriptedModel;
  home: OpencodeHome;
  run: (args: string[], options?: RunOptions) => Promise<RunResult>;
}

/** A folder on the host, and `orssh run` on it. */
async function prompted(given: Given): Promise<Prompted> {
  const { host, target } = given;
  await host.admin(`mkdir -p ${app} && echo by hand > ${app}/note.txt && chown -R dev ${app}`);
  const model = await startScriptedModel();
  given.defer(() => model.close());
  const home = await plainHome({ config: model.config });
  return {
    ...{ model, home },
    run: (args, options) =>
      orssh(['run', `${target}:app`, '--opencode', opencodeBinary(), ...args], {
        ...{ env: home.env, cwd: '/', timeoutMs: 100_000 },
        ...options,
      }),
  };
}

onceOnOpencode(
  debian12,
  'orssh run asks once, acts on the host, and goes on with the last session',
  async (given) => {
    const { model, run } = await prompted(given);
    model.script(
      {
        call: 'bash',
        args: { command: 'id -un; pwd; cat note.txt; echo new > new.txt', description: 'Look' },
      },
      { text: 'It was made by hand.' },
    );
    const first = await run(['who made it?']);
    expect([first.code, first.stderr, first.stdout]).toEqual([
      0,
      expect.stringContaining('id -un; pwd'),
      'It was made by hand.\n',
    ]);
    expect(JSON.stringify(model.asked[1]?.messages)).toContain(`dev\\n${app}\\nby hand\\n`);
    expect((await given.host.admin(`cat ${app}/new.txt`)).stdout).toBe('new\n');

    model.script(callsOfAllTools.question, { text: 'Indeed.' });
    const second = await run(['-c'], { input: 'are you sure?' });
    expect([second.code, second.stdout]).toEqual([0, 'Indeed.\n']);
    const messages = JSON.stringify(model.asked.at(-1)?.messages);
    expect(messages).toContain('who made it?');
    expect(messages).toContain('are you sure?');

    model.script({ call: 'read', args: { filePath: 'new.txt' } }, { text: 'New.' });
    const json = await run(['--json', 'read', 'it']);
    const types = json.stdout
      .trim()
      .split('\n')
      .map((line) => (JSON.parse(line) as { type: string }).type);
    expect([json.code, types]).toEqual([0, expect.arrayContaining(['tool_use', 'text'])]);
  },
);

onceOnOpencode(debian12, 'orssh run of what fails says why', async (given) => {
  const { model, home, run } = await prompted(given);
  model.script({ status: 400, message: 'This model is on holiday.' });
  const refused = await run(['hello']);
  expect([refused.code, refused.stderr]).toEqual([1, expect.stringContaining('This model is on holiday.')]);

  const file = join(home.folder, 'attached.txt');
  await writeFile(file, 'of this machine');
  model.script({ text: 'Seen.' });
  const attached = await run(['-f', file, 'look']);
  expect([attached.code, attached.stdout]).toEqual([0, 'Seen.\n']);
  expect(model.sent()).toContain('of this machine');

  const unknown = await run(['-m', 'fake/n', 'hello']);
  expect([unknown.code, unknown.stderr]).toEqual([
    2,
    expect.stringMatching(/no model "fake\/n" here[^]*did you mean "fake\/m"/),
  ]);
  const nobody = await run(['--agent', 'nosuch', 'hello']);
  expect([nobody.code, nobody.stderr]).toEqual([
    2,
    expect.stringMatching(/no agent "nosuch" here[^]*there is build/),
  ]);
});

onceOnOpencode(debian12, 'a page that leads back to this machine is not followed there', async (given) => {
  const { model, run, home } = await prompted(given);
  const asked: string[] = [];
  // As a proxy it is all of the web; asked directly it is a server of this machine.
  const web = createServer(({ url = '' }, response) => {
    asked.push(url);
    if (url === 'http://far.test/away') response.writeHead(302, { location: `${origin}/secret` }).end();
    else if (url === 'http://far.test/hop') response.writeHead(302, { location: '/page' }).end();
    else response.end(url === 'http://far.test/page' ? 'a far page' : 'of this machine');
  });
  web.listen(0, '127.0.0.1');
  await once(web, 'listening');
  given.defer(() => web.close());
  const origin = `http://127.0.0.1:${(web.address() as AddressInfo).port}`;
  model.script(
    { call: 'webfetch', args: { url: 'http://far.test/away', format: 'text' } },
    { call: 'webfetch', args: { url: 'http://far.test/hop', format: 'text' } },
    { text: 'Seen.' },
  );
  const env = { ...home.env, HTTP_PROXY: origin, NO_PROXY: '127.0.0.1,localhost' };
  const looked = await run(['look'], { env });
  expect([looked.code, looked.stdout]).toEqual([0, 'Seen.\n']);
  expect(asked).toEqual(['http://far.test/away', 'http://far.test/hop', 'http://far.test/page']);
  expect(model.sent()).toMatch(/far\.test\/away leads elsewhere[^]*a far page/);
});

onceOnTui(debian12, 'Ctrl-C during orssh run ends what runs for it on the host', async (given) => {
  const { model, home } = await prompted(given);
  model.script({ call: 'bash', args: { command: 'sleep 4321', description: 'Wait' } });
  const args = ['run', `${given.target}:app`, '--opencode', opencodeBinary(), 'wait'];
  const terminal = await openTerminal(given, args, { env: home.env, cwd: '/' });
  const isRunning = async (): Promise<boolean> =>
    (await given.host.admin("grep -lzx '432[1]' /proc/[0-9]*/cmdline")).stdout !== '';
  await eventually(isRunning, Boolean, 100_000);
  await terminal.press('C-c');
  expect(await terminal.ended()).toBe(130);
  await eventually(isRunning, (runs) => !runs);
});
