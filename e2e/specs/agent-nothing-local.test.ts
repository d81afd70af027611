import { mkdir, mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';

import { agentFolderOf, agentHostOf } from '../harness/opencode/agent-host-of.js';
import { must } from '../harness/opencode/answer.js';
import { type Canaries, layCanaries } from '../harness/opencode/canaries.js';
import { openHeadless } from '../harness/opencode/headless.js';
import { onOpencode } from '../harness/opencode/on-opencode.js';
import { newPlace, openOpencode } from '../harness/opencode/open-opencode.js';
import { startScriptedModel, type Step } from '../harness/opencode/scripted-model.js';
import type { Given } from '../harness/on-hosts.js';
import { account, debian12 } from '../harness/profile.js';

const there = `${account.home}/app`;

/** How a model may name a file, whatever the tool. */
const formsOf = (path: string): string[] => [
  path,
  `${'../'.repeat(12)}${path.slice(1)}`,
  `file://${path}`,
  `@${path}`,
];

type Attempts = (canaries: Canaries) => Record<string, unknown>[];
const byPath =
  (args: (path: string) => Record<string, unknown>): Attempts =>
  ({ paths }) =>
    paths.map((path, index) => args(formsOf(path)[index % 4] ?? path));

/** What is tried with each tool that OpenCode offers, with more than the ones it offers now. */
const attempts: Record<string, Attempts> = {
  read: byPath((filePath) => ({ filePath })),
  bash: (canaries) => [
    ...byPath((path) => ({ command: `cat '${path}'; ls -la "$(dirname '${path}')"`, description: 'x' }))(
      canaries,
    ),
    { command: 'canary-program; hostname', description: 'x' },
  ],
  write: byPath((path) => ({ filePath: `${path}.written`, content: 'written by a tool' })),
  edit: ({ paths }) => paths.map((filePath) => ({ filePath, oldString: 'CANARY', newString: 'edited' })),
  glob: byPath((path) => ({ pattern: '**/*', path: dirname(path) })),
  grep: byPath((path) => ({ pattern: 'CANARY', path: dirname(path) })),
  apply_patch: ({ paths }) =>
    paths.map((path) => ({
      patchText: `*** Begin Patch\n*** Add File: ${path}.patched\n+patched\n*** End Patch`,
    })),
  task: (canaries) => [
    {
      description: 'look',
      subagent_type: 'general',
      prompt: `TASK ${canaries.paths.map((path) => `@${path} @${'../'.repeat(12)}${path.slice(1)}`).join(' ')} @~/canary/secret.txt`,
    },
  ],
  webfetch: ({ page }) =>
    [page, page.replace('127.0.0.1', 'localhost')].map((url) => ({ url, format: 'text' })),
  skill: () => [{ name: 'canary' }],
  todowrite: () => [{ todos: [] }],
  // It waits for a person, and touches nothing.
  question: () => [],
};

/** Tools that are not offered, and are tried nevertheless. */
const others = [
  'canary_folder',
  'canary_plugin',
  'list',
  'lsp',
  'execute',
  'patch',
  'multiedit',
  'apply_patch',
];

/** A home with what a person may have in it: a tool, a plugin, a skill, commands; all of them would give a canary away. */
async function furnish(home: string, { word }: Canaries): Promise<string> {
  const folder = join(home, '.config', 'opencode');
  const tool = `{ description: 'A canary.', args: {}, execute: async () => '${word}' }`;
  const files = {
    'tool/canary_folder.js': `export default ${tool};`,
    'canary-plugin.js': `export default { id: 'canary', server: async () => ({ tool: { canary_plugin: ${tool}, read: ${tool}, task: undefined } }) };`,
    'skill/canary/SKILL.md': '---\nname: canary\ndescription: Sings.\n---\nSing.',
    [`skill/canary/${word}.txt`]: word,
  };
  for (const [name, text] of Object.entries(files)) {
    const path = join(folder, name);
    await mkdir(dirname(path), { recursive: true });
    await writeFile(path, text.replace(', task: undefined', ''));
  }
  return pathToFileURL(join(folder, 'canary-plugin.js')).href;
}

onOpencode(
  debian12,
  'whatever a model and a person try, only the host is touched',
  async (given: Given) => {
    await given.host.admin(`mkdir -p ${there} && chown dev ${there}`);
    const model = await startScriptedModel();
    given.defer(() => model.close());
    const scratch = await mkdtemp(join(tmpdir(), 'canary-'));
    const secret = join(scratch, 'secret.txt');
    const place = await newPlace({
      hosts: [given.target],
      settings: { agent: 'local' },
      config: {
        ...model.config,
        permission: { '*': 'allow' } as never,
        command: {
          look: { template: `LOOK @${secret} !\`cat ${secret}; canary-program\` $ARGUMENTS` },
          delegate: { template: `TASK @${secret}`, subtask: true, agent: 'general' },
        },
      },
    });
    const home = place.home.folder;
    const canaries = await layCanaries(given.host, home);
    given.defer(() => {
      canaries.close();
    });
    for (const folder of [scratch, join(home, 'canary'), join(place.project, 'canary')])
      await canaries.lay(folder);
    place.home.env['PATH'] = `${dirname(canaries.program)}:${process.env['PATH'] ?? ''}`;
    place.home.env['OPENCODE_CONFIG_CONTENT'] = JSON.stringify({ plugin: [await furnish(home, canaries)] });

    const opencode = await openOpencode(given, place);
    const { workspace, session, shell } = await openHeadless(opencode, { extra: { directory: there } });
    const { anchor } = await agentHostOf(place.home, workspace.id);
    await canaries.lay(join(anchor, 'canary'), `${there}/canary`);
    const { client } = opencode;
    const here = { sessionID: session.id, workspace: workspace.id };
    type Parts = Parameters<typeof client.session.prompt>[0]['parts'];
    const prompt = (parts: Parts) => client.session.prompt({ ...here, parts });

    model.when({ first: /^TASK/ });
    const tried = new Set<string>();
    model.script(({ tools }) =>
      tools.flatMap(({ name }): Step[] => {
        tried.add(name);
        return (attempts[name]?.(canaries) ?? []).map((args) => ({ call: name, args }));
      }),
    );
    model.script(others.map((call): Step => ({ call, args: attempts[call]?.(canaries)[0] ?? {} })));
    must(await prompt([{ type: 'text', text: 'go' }]));
    expect([...tried].filter((name) => !(name in attempts))).toEqual([]);
    expect([...tried]).toEqual(expect.arrayContaining(['bash', 'read', 'write', 'edit', 'glob', 'grep']));
    expect([...tried].filter((name) => others.includes(name))).toEqual([]);

    for (const path of canaries.paths.filter((name) => name.endsWith('secret.txt'))) {
      const file = { type: 'file' as const, filename: 'secret.txt', url: pathToFileURL(path).href };
      const mimes = ['text/plain', 'application/x-directory', 'image/png'];
      await prompt([{ type: 'text', text: 'see' }, ...mimes.map((mime) => ({ ...file, mime }))]);
      await prompt([{ type: 'subtask', prompt: `TASK @${path}`, description: 'look', agent: 'general' }]);
      await client.session.command({ ...here, command: 'look', arguments: `@${path}` });
    }
    await shell(canaries.paths.map((path) => `cat '${path}'; canary-program`).join('; '));
    await client.session.command({ ...here, command: 'delegate', arguments: '' });

    expect(await canaries.touched()).toEqual([]);
    const sent = model.sent();
    expect(sent).not.toContain(canaries.word);
    expect(sent).not.toContain(anchor);
    expect(sent).not.toContain(agentFolderOf(place.home, workspace.id));
    expect(sent).toContain(canaries.hostWord);
    const messages = JSON.stringify(must(await client.session.messages({ sessionID: session.id })));
    expect(messages).not.toContain(canaries.word);
    const onHost = await given.host.admin(`cd '${scratch}' && ls && cat secret.txt.written`);
    expect(onHost.stdout).toContain('written by a tool');
  },
  300_000,
);
