import { eventually } from '../harness/eventually.js';
import type { TestHost } from '../harness/hosts/host-driver.js';
import type { ScriptedModel } from '../harness/opencode/scripted-model.js';
import type { Opencode } from '../harness/opencode/start-opencode.js';
import { tracesOn } from '../harness/opencode/traces.js';
import { call } from './call.js';
import { tryPrompt } from './try-prompt.js';

/** What is tried with each version, in this order. */
export const steps = {
  loads: 'the plugin loads',
  create: 'a workspace is created',
  connected: 'it becomes `connected`',
  session: 'a session in it',
  shell: 'a command runs on the host',
  streams: 'its output is seen while it runs',
  permission: 'permission is asked, and answered once',
  prompt: 'a prompt: the model runs here, its tools act on the host',
  restart: 'OpenCode killed and started: history there, `connected` again',
  list: '`sync-list` asks the plugin for workspaces',
  remove: 'deleting it leaves the host clean',
} as const;

export type Step = keyof typeof steps;

/** `true`, or why not. What was not tried is left out. */
export type Outcome = Partial<Record<Step, true | string>>;

interface Row {
  id: string;
}

/** The first line of an error, without what another run would have otherwise. */
function reasonOf(error: unknown, { address }: TestHost): string {
  const [line = ''] = (error as Error).message.split('\n');
  return line
    .replace(/\b[a-z]{3}_[0-9a-zA-Z]{20,}/g, '{id}')
    .replace(/; seen: .*/, '')
    .replace(/\{"\{id\}":\d+\}/, 'a session')
    .replace(/\be2e-[0-9a-f]{10}/g, 'the host')
    .replaceAll(`${address.host}:${address.port}`, 'its address');
}

/** `connected` says that the gateway answers; a request, that the host does. */
async function reached(ask: () => Promise<unknown>): Promise<void> {
  const isThere = (): Promise<boolean> =>
    ask().then(
      () => true,
      () => false,
    );
  await eventually(isThere, Boolean);
}

/** Tries all steps; one that fails ends it, but for those that others do without. */
export async function tryScenario(
  opencode: Opencode,
  { host, model }: { host: TestHost; model: ScriptedModel },
): Promise<Outcome> {
  const outcome: Outcome = {};
  const attempt = async <Result>(step: Step, work: () => Promise<Result>): Promise<Result | undefined> => {
    try {
      const result = await work();
      outcome[step] = true;
      return result;
    } catch (error) {
      outcome[step] = reasonOf(error, host);
      return undefined;
    }
  };
  const url = (path: string, query: Record<string, string> = {}): string =>
    `${opencode.url}${path}?${new URLSearchParams({ directory: opencode.project, ...query }).toString()}`;
  const workspaces = '/experimental/workspace';

  await attempt('loads', async () => {
    const adapters = await call<{ type: string }[]>(url(`${workspaces}/adapter`), 'GET');
    if (!adapters.some(({ type }) => type === 'ssh-provider')) throw new Error('the type is not listed');
  });
  const workspace = await attempt('create', () =>
    // "/" is granted to nobody: whatever runs there asks for permission.
    call<Row>(url(workspaces), 'POST', { type: 'ssh-provider', branch: null, extra: { directory: '/' } }),
  );
  if (!workspace) return outcome;
  const here = { workspace: workspace.id };
  const isConnected = async (): Promise<void> => {
    await eventually(
      async () => JSON.stringify(await call(url(`${workspaces}/status`), 'GET')),
      (text) => text.includes(workspace.id) && text.includes('"connected"'),
    );
  };
  await attempt('connected', isConnected);
  const session = await attempt('session', () => call<Row>(url('/session', here), 'POST', {}));
  if (session) {
    const events = await opencode.events();
    const command = 'echo first; until [ -e /tmp/go ]; do sleep 0.1; done; echo second; id -un';
    const shell = call(url(`/session/${session.id}/shell`, here), 'POST', { agent: 'build', command });
    shell.catch(() => undefined);
    await attempt('permission', async () => {
      const asked = await events.until(({ type }) => type === 'permission.asked');
      const reply = `/permission/${String(asked.properties['id'])}/reply`;
      await call(url(reply, here), 'POST', { reply: 'once' });
    });
    await attempt('streams', () =>
      events.until(
        ({ type, properties }) =>
          type.startsWith('message.part') && JSON.stringify(properties).includes('first\\n'),
      ),
    );
    await host.admin('touch /tmp/go');
    const history = async (): Promise<void> => {
      const text = JSON.stringify(await call(url(`/session/${session.id}/message`, here), 'GET'));
      if (!text.includes('second\\ndev')) throw new Error('the messages do not have the output');
    };
    await attempt('shell', async () => {
      await shell;
      await history();
    });
    events.close();
    await attempt('prompt', () => tryPrompt({ url, model }));
    await attempt('restart', async () => {
      await opencode.kill();
      await opencode.start();
      await call(url('/sync/start'), 'POST');
      await isConnected();
      await reached(() => call(url('/session/status', here), 'GET'));
      await history();
    });
  }
  await attempt('list', () => call(url(`${workspaces}/sync-list`), 'POST'));
  await attempt('remove', async () => {
    await call(url(`${workspaces}/${workspace.id}`), 'DELETE');
    const traces = (): Promise<string[]> => tracesOn(host);
    const left = await eventually(traces, ({ length }) => length === 0, 5000).catch(traces);
    if (left.length > 0) {
      const what = new Set(left.map((path) => path.split('/').at(-2)));
      throw new Error(`left on the host: ${[...what].join(', ')}`);
    }
  });
  return outcome;
}
