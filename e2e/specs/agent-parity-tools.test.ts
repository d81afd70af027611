import { agentPlace } from '../harness/opencode/agent.js';
import { agentHostOf } from '../harness/opencode/agent-host-of.js';
import { must } from '../harness/opencode/answer.js';
import { openHeadless } from '../harness/opencode/headless.js';
import { onceOnOpencode } from '../harness/opencode/on-opencode.js';
import { openOpencode } from '../harness/opencode/open-opencode.js';
import { compared, notCompared } from '../harness/parity/known-tools.js';
import { debian12 } from '../harness/profile.js';

// Two OpenCodes and an agent host.
import.meta.jest.setTimeout(300_000);

/** All that bring further tools. */
const switches = [
  'OPENCODE_EXPERIMENTAL',
  'OPENCODE_ENABLE_EXA',
  'OPENCODE_ENABLE_PARALLEL',
  'OPENCODE_ENABLE_QUESTION_TOOL',
  'OPENCODE_EXPERIMENTAL_CODE_MODE',
  'OPENCODE_EXPERIMENTAL_LSP_TOOL',
  'OPENCODE_EXPERIMENTAL_PLAN_MODE',
];

onceOnOpencode(
  debian12,
  'each tool of the running OpenCode is compared, or not for a reason',
  async (given) => {
    const { place, model } = await agentPlace(given);
    Object.assign(place.home.env, Object.fromEntries(switches.map((name) => [name, 'true'])));
    const opencode = await openOpencode(given, place);
    const here = must(await opencode.client.tool.ids());
    const { session, workspace } = await openHeadless(opencode);
    const at = { sessionID: session.id, workspace: workspace.id };
    must(await opencode.client.session.prompt({ ...at, parts: [{ type: 'text', text: 'Begin.' }] }));
    const agentHost = await agentHostOf(place.home, workspace.id);
    const there = (await agentHost.get('/experimental/tool/ids')) as string[];
    for (const names of [here, there]) {
      expect(names).toEqual(expect.arrayContaining([...compared]));
      expect(names.filter((name) => !compared.has(name) && !notCompared.has(name))).toEqual([]);
    }
    expect(here).toEqual(expect.arrayContaining(['lsp', 'execute', 'plan_exit']));
    const offered = model.asked.flatMap(({ tools }) => tools.map(({ name }) => name));
    const off = [...notCompared].filter(([, reason]) => reason.startsWith('off')).map(([name]) => name);
    expect(offered.filter((name) => off.includes(name))).toEqual([]);
  },
);
