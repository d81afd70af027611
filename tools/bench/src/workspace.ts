import { compare, type Row } from './measure.js';
import { call, createWorkspace, removeWorkspace, withOpencode } from './opencode-workspace.js';
import { run } from './process.js';
import { environment, makeCold, orsshExec, type Route, ssh } from './scenario.js';

/** `ssh host true` against a whole workspace in the real OpenCode: from the request that creates it until it is `connected`. */
export function compareWorkspace(opencode: string, route: Route, rounds: number): Promise<Row[]> {
  return withOpencode(opencode, route, async (served) => {
    const env = environment(route);
    let id = '';
    const workspace = (agent: 'local' | 'none') => ({
      run: async (): Promise<void> => {
        id = await createWorkspace(served, route.name, agent);
      },
      after: () => removeWorkspace(served, id),
    });
    return compare(
      [
        { name: 'ssh host true', baseline: true, run: () => run(ssh(route.name, 'true'), { env }) },
        { name: 'workspace connected, warm', ...workspace('none') },
        { name: 'workspace connected, cold', before: () => makeCold(route), ...workspace('none') },
        { name: 'the same with an agent host, warm', ...workspace('local') },
        { name: 'the same with an agent host, cold', before: () => makeCold(route), ...workspace('local') },
      ],
      rounds,
    );
  });
}

/** Output of a session's shell as OpenCode's clients see it, against the same command by `ssh`. */
export function compareShellOutput(
  opencode: string,
  route: Route,
  { megabytes, rounds }: { megabytes: number; rounds: number },
): Promise<Row[]> {
  const command = `yes 'a line of output, of the length that lines have' | head -c ${megabytes * 1e6}`;
  const minimumBytes = megabytes * 1e6;
  return withOpencode(opencode, route, async (served) => {
    const env = environment(route);
    const id = await createWorkspace(served, route.name);
    const session = await call<{ id: string }>(served, 'POST', `/session?workspace=${id}`, {});
    const shell = { agent: 'build', command };
    const rows = await compare(
      [
        { name: 'ssh', baseline: true, run: () => run(ssh(route.name, command), { env, minimumBytes }) },
        { name: 'orssh exec', run: () => run(orsshExec(route, 'sh', '-c', command), { env, minimumBytes }) },
        {
          name: "session's shell in OpenCode",
          run: async () => {
            const answer = await call<ShellAnswer>(served, 'POST', `/session/${session.id}/shell`, shell);
            const { state } = answer.parts.find(({ type }) => type === 'tool') ?? {};
            if (state?.status !== 'completed')
              throw new Error(`The shell command ended as ${JSON.stringify(state)}`);
          },
        },
      ],
      rounds,
    );
    await removeWorkspace(served, id);
    return rows;
  });
}

interface ShellAnswer {
  parts: { type: string; state?: { status: string } }[];
}
