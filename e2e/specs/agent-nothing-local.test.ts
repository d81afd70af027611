import { pathToFileURL } from 'node:url';

import { must } from '../harness/opencode/answer.js';
import { attempts, others } from '../harness/opencode/canary-attempts.js';
import { openCanaryAgent } from '../harness/opencode/canary-agent.js';
import { mcpServer } from '../harness/opencode/mcp-server.js';
import { onceOnOpencode } from '../harness/opencode/on-opencode.js';
import { layProject } from '../harness/opencode/canary-project.js';
import type { Step } from '../harness/opencode/scripted-model.js';
import { debian12 } from '../harness/profile.js';

const options = { timeoutMs: 300_000 };

onceOnOpencode(
  debian12,
  'whatever tool a model tries, only the host is touched',
  async (given) => {
    const song = 'A song of this machine';
    const command = await mcpServer(song);
    const { canaries, client, here, model, scratch, untouched } = await openCanaryAgent(given, {
      config: () => ({ mcp: { birds: { type: 'local', command } } }),
    });
    const tried = new Set<string>();
    const tryAll = async (modelID: string): Promise<void> => {
      const fresh: string[] = [];
      model.script(({ tools }) => {
        fresh.push(...tools.map(({ name }) => name).filter((name) => !tried.has(name)));
        for (const name of fresh) tried.add(name);
        return fresh.flatMap((name): Step[] =>
          (attempts[name]?.(canaries) ?? []).map((args) => ({ call: name, args })),
        );
      });
      model.script(others.map((call): Step => ({ call, args: attempts[call]?.(canaries)[0] ?? {} })));
      const parts = [{ type: 'text' as const, text: 'go' }];
      must(await client.session.prompt({ ...here, parts, model: { providerID: 'fake', modelID } }));
    };
    model.when({ first: /^TASK/ });
    await tryAll('m');
    expect([...tried]).toEqual(
      expect.arrayContaining(['bash', 'read', 'write', 'edit', 'glob', 'grep', 'birds_sing']),
    );
    await tryAll('gpt-5');
    expect([...tried]).toContain('apply_patch');
    expect([...tried].filter((name) => !(name in attempts))).toEqual([]);
    expect([...tried].filter((name) => others.includes(name))).toEqual([]);

    await untouched();
    expect(model.sent()).toContain(song);
    expect(model.sent()).toContain(canaries.hostWord);
    const onHost = await given.host.admin(`cd '${scratch}' && cat secret.txt.written secret.txt.patched`);
    expect(onHost.stdout).toBe('written by a toolpatched\n');
  },
  options,
);

onceOnOpencode(
  debian12,
  'whatever a prompt, a command or a shell line names, only the host is touched',
  async (given) => {
    const { canaries, client, here, model, shell, untouched } = await openCanaryAgent(given, {
      config: (_canaries, scratch) => ({
        command: {
          look: {
            template: `LOOK @${scratch}/secret.txt !\`cat ${scratch}/secret.txt; canary-program\` $ARGUMENTS`,
          },
          delegate: { template: `TASK @${scratch}/secret.txt`, subtask: true, agent: 'general' },
        },
      }),
    });
    model.when({ first: /^TASK/ });
    for (const path of canaries.paths.filter((name) => name.endsWith('secret.txt'))) {
      const file = { type: 'file' as const, filename: 'secret.txt', url: pathToFileURL(path).href };
      const mimes = ['text/plain', 'application/x-directory', 'image/png'];
      const parts = [{ type: 'text' as const, text: 'see' }, ...mimes.map((mime) => ({ ...file, mime }))];
      await client.session.prompt({ ...here, parts });
      const subtask = {
        type: 'subtask' as const,
        prompt: `TASK @${path}`,
        description: 'look',
        agent: 'general',
      };
      await client.session.prompt({ ...here, parts: [subtask] });
      await client.session.command({ ...here, command: 'look', arguments: `@${path}` });
    }
    await client.session.command({ ...here, command: 'delegate', arguments: '' });
    await shell(canaries.paths.map((path) => `cat '${path}'; canary-program`).join('; '));

    await untouched();
    expect(model.sent()).toContain(canaries.hostWord);
  },
  options,
);

onceOnOpencode(
  debian12,
  'of the project on the host nothing runs here, and its texts apply',
  async (given) => {
    const rules = 'Rules of the host';
    const { agentHost, client, here, model, untouched } = await openCanaryAgent(given, {
      prepare: (canaries, scratch) => layProject(given.host, { canaries, scratch, rules }),
    });
    const parts = [{ type: 'text' as const, text: 'go' }];
    must(await client.session.prompt({ ...here, parts }));
    must(await client.session.prompt({ ...here, parts, agent: 'remote' }));
    must(await client.session.command({ ...here, command: 'remote', arguments: '' }));
    await untouched();
    expect(model.sent()).toContain(rules);
    expect(model.sent()).toContain('An agent of the host');
    expect(model.sent()).toContain('A command of the host');
    const tools = model.asked.flatMap((asked) => asked.tools.map(({ name }) => name));
    expect(tools.filter((name) => name.startsWith('remote_'))).toEqual([]);
    const config = (await agentHost.get('/config')) as Record<string, Record<string, unknown> | undefined>;
    for (const name of ['mcp', 'provider', 'formatter', 'lsp'])
      expect(config[name]?.['remote']).toBeUndefined();
  },
  options,
);
