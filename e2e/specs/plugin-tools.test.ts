import { must } from '../harness/opencode/answer.js';
import { onOpencode } from '../harness/opencode/on-opencode.js';
import { newPlace, openOpencode } from '../harness/opencode/open-opencode.js';
import { startScriptedModel, type CallStep } from '../harness/opencode/scripted-model.js';
import type { Given } from '../harness/on-hosts.js';
import { debian12 } from '../harness/profile.js';

/** A session whose model calls the tools that it is told to, and a person who answers the one question that comes of it. */
async function scripted(given: Given) {
  const model = await startScriptedModel();
  given.defer(() => model.close());
  const opencode = await openOpencode(given, await newPlace({ hosts: [given.target], config: model.config }));
  const { client } = opencode;
  const events = await opencode.events();
  given.defer(() => {
    events.close();
  });
  const answered = new Set<unknown>();
  return {
    client,
    /** Resolves with the question, and what the tool's part of the answer says. */
    call: async (call: CallStep, reply: 'once' | 'always' | 'reject') => {
      model.script(call);
      const { id: sessionID } = must(await client.session.create({}));
      const prompt = client.session.prompt({ sessionID, parts: [{ type: 'text', text: 'go' }] });
      const { properties: question } = await events.until(
        ({ type, properties }) => type === 'permission.asked' && !answered.has(properties['id']),
      );
      answered.add(question['id']);
      await client.permission.reply({ requestID: String(question['id']), reply });
      await prompt;
      const messages = must(await client.session.messages({ sessionID }));
      const part = messages.flatMap(({ parts }) => parts).find(({ type }) => type === 'tool');
      return { question, part: JSON.stringify(part) };
    },
  };
}

onOpencode(debian12, 'a model runs a command on a host after OpenCode has asked', async (given) => {
  const { call } = await scripted(given);
  const command = 'echo "on $(id -un)"; exit 3';
  const exec = { call: 'remote_exec', args: { host: given.target, command } };

  const refused = await call(exec, 'reject');
  expect(refused.question).toMatchObject({
    permission: 'remote_exec',
    patterns: [`${given.target} ${command}`],
    metadata: { host: given.target, command },
  });
  expect(refused.part).toContain('"status":"error"');
  expect(refused.part).not.toContain(`on ${given.host.user}\\n`);

  const allowed = await call(exec, 'once');
  expect(allowed.part).toContain(`on ${given.host.user}\\n`);
  expect(allowed.part).toContain('exit code 3');
});

onOpencode(debian12, 'a model makes a workspace on a host, and removes it', async (given) => {
  const { client, call } = await scripted(given);
  const created = await call({ call: 'remote_workspace_create', args: { host: given.target } }, 'once');
  expect(created.question).toMatchObject({ patterns: [`create ${given.target}`] });
  const [workspace] = must(await client.experimental.workspace.list());
  expect(created.part).toContain(workspace?.id);
  expect(created.part).toContain('status connected');

  await call({ call: 'remote_workspace_remove', args: { workspace: given.target } }, 'once');
  expect(must(await client.experimental.workspace.list())).toEqual([]);
});
