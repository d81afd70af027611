import type { ToolPart } from '@opencode-ai/sdk/v2';

import { agentPlace } from '../harness/opencode/agent.js';
import { must } from '../harness/opencode/answer.js';
import { openHeadless } from '../harness/opencode/headless.js';
import { onceOnOpencode } from '../harness/opencode/on-opencode.js';
import { openOpencode } from '../harness/opencode/open-opencode.js';
import { newProject } from '../harness/opencode/project.js';
import type { CallStep } from '../harness/opencode/scripted-model.js';
import { available } from '../harness/available.js';
import { debian12 } from '../harness/profile.js';
import { must as mustRun } from '../harness/run.js';

const files = {
  'README.md': '# A project\n\nwith a readme\n',
  'AGENTS.md': 'Always whisper.\n',
  'src/one.ts': 'export const one = 1;\nexport const two = 2;\n',
  'src/dos.txt': 'first\r\nsecond\r\nthird\r\n',
  'src/AGENTS.md': 'In src, shout.\n',
  'long.txt': Array.from({ length: 2500 }, (_, at) => `line ${at + 1}`).join('\n'),
  'wide.txt': `${'x'.repeat(5000)}\nend\n`,
  'data.bin': '\u0000\u0001\u0002\u0003',
  'empty.txt': '',
  '.gitignore': 'ignored/\n',
  'ignored/hidden.ts': 'export const hidden = 0;\n',
};

const patch = `*** Begin Patch
*** Update File: src/one.ts
@@
-export const two = 2;
+export const two = 22;
*** Add File: src/added.ts
+export const added = true;
*** Delete File: empty.txt
*** End Patch`;

/** Each of them after the others, on files that are the same on both sides. */
const conversation: { call: string; args: CallStep['args'] }[] = [
  { call: 'read', args: { filePath: 'README.md' } },
  { call: 'read', args: { filePath: 'src/one.ts', offset: 2, limit: 1 } },
  { call: 'read', args: { filePath: 'src/one.ts', offset: 9 } },
  { call: 'read', args: { filePath: 'long.txt' } },
  { call: 'read', args: { filePath: 'wide.txt' } },
  { call: 'read', args: { filePath: 'empty.txt' } },
  { call: 'read', args: { filePath: 'data.bin' } },
  { call: 'read', args: { filePath: 'src' } },
  { call: 'read', args: { filePath: 'READ.md' } },
  { call: 'read', args: {} },
  { call: 'glob', args: { pattern: '**/*.ts' } },
  { call: 'glob', args: { pattern: '*.nothing' } },
  { call: 'grep', args: { pattern: 'export const \\w+' } },
  { call: 'grep', args: { pattern: 'export', include: '*.md' } },
  { call: 'grep', args: { pattern: '(' } },
  { call: 'edit', args: { filePath: 'src/one.ts', oldString: 'one = 1', newString: 'one = 11' } },
  {
    call: 'edit',
    args: { filePath: 'src/dos.txt', oldString: 'second\nthird', newString: 'zweite\ndritte' },
  },
  { call: 'edit', args: { filePath: 'src/one.ts', oldString: 'absent', newString: 'x' } },
  { call: 'edit', args: { filePath: 'src/one.ts', oldString: 'export', newString: 'x' } },
  { call: 'edit', args: { filePath: 'src/one.ts', oldString: 'x', newString: 'x' } },
  { call: 'edit', args: { filePath: 'absent.ts', oldString: 'a', newString: 'b' } },
  { call: 'edit', args: { filePath: 'long.txt', oldString: 'line 1', newString: 'row 1', replaceAll: true } },
  { call: 'write', args: { filePath: 'new/deep/file.txt', content: 'new\n' } },
  { call: 'write', args: { filePath: 'README.md', content: '# Another\n' } },
  { call: 'bash', args: { command: 'cat README.md; echo err >&2; exit 3', description: 'Look' } },
  { call: 'bash', args: { command: 'true', description: 'Nothing' } },
  { call: 'bash', args: { command: 'pwd', workdir: 'src', description: 'Where' } },
  { call: 'bash', args: { command: 'echo begun; sleep 60', timeout: 300, description: 'Sleep' } },
  { call: 'bash', args: { command: 'seq 1 5000', description: 'Count' } },
  { call: 'bash', args: {} },
  { call: 'todowrite', args: { todos: [{ content: 'Sweep', status: 'pending', priority: 'low' }] } },
];

/** In whatever order: the built-ins give what they found first, ours what is newest. */
function inOrder(tool: string, text: string): string {
  const between = tool === 'glob' ? '\n' : tool === 'grep' ? '\n\n' : undefined;
  return between === undefined ? text : text.split(between).sort().join(between);
}

const outcomes = (parts: ToolPart[], project: string): unknown[] =>
  parts.map(({ tool, state }, at) => {
    const told =
      state.status === 'completed'
        ? { title: state.title, output: inOrder(tool, state.output), metadata: state.metadata }
        : state.status === 'error'
          ? { error: state.error, metadata: state.metadata }
          : {};
    const text = JSON.stringify(told)
      .replaceAll(project, '<project>')
      // Where the whole of a long output is: on this machine, and on the host.
      .replace(/\/[^"\s]+\/(tool-output\/tool_|state\/output\/wrk_)[^"\s\\]+/g, '<whole output>');
    return { at, tool, input: state.input, status: state.status, ...(JSON.parse(text) as object) };
  });

onceOnOpencode(debian12, 'the tools on the host answer what the built-ins answer here', async (given) => {
  const { place, model } = await agentPlace(given, { settings: { directory: '/home/dev/project' } });
  const { folder } = available();
  place.project = await newProject(folder, files);
  await mustRun('sh', ['-c', 'chmod -R a+rX "$1"', 'sh', place.project]);
  const tar = await mustRun('sh', ['-c', 'tar -C "$1" -czf - . | base64 -w0', 'sh', place.project]);
  await given.host.admin(
    `mkdir /home/dev/project && cd /home/dev/project && echo '${tar}' | base64 -d | tar xzf - && chown -R dev:dev .`,
  );
  const opencode = await openOpencode(given, place);
  const { client } = opencode;
  const headless = await openHeadless(opencode);
  const local = must(await client.session.create());

  const converse = async (at: { sessionID: string; workspace?: string }): Promise<ToolPart[]> => {
    model.script(...conversation);
    must(await client.session.prompt({ ...at, parts: [{ type: 'text', text: 'Begin.' }] }));
    model.script({ call: 'apply_patch', args: { patchText: patch } });
    const gpt = { providerID: 'fake', modelID: 'gpt-5' };
    must(await client.session.prompt({ ...at, model: gpt, parts: [{ type: 'text', text: 'Patch.' }] }));
    return must(await client.session.messages({ sessionID: at.sessionID }))
      .flatMap(({ parts }) => parts)
      .filter((part) => part.type === 'tool');
  };
  const here = await converse({ sessionID: local.id });
  const there = await converse({ sessionID: headless.session.id, workspace: headless.workspace.id });
  expect(there.length).toBe(conversation.length + 1);
  const remote = outcomes(there, '/home/dev/project');
  const builtIn = outcomes(here, place.project);
  for (const [at, outcome] of builtIn.entries()) expect(remote[at]).toEqual(outcome);
});
