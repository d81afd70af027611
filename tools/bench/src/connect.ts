import { compare, type Row } from './measure.js';
import { run } from './process.js';
import { environment, execAndRead, makeCold, open, orsshExec, ssh, type Route } from './scenario.js';

/** From nothing to the first command's end: `ssh host true`, and ours warm and cold, as a process and as a library. */
export async function compareConnect(route: Route, rounds: number): Promise<Row[]> {
  const env = environment(route);
  const inProcess = async (): Promise<void> => {
    const host = await open(route);
    await execAndRead(host, ['true']);
    await host.close();
  };
  await inProcess();
  const warm = await compare(
    [
      { name: 'ssh host true', baseline: true, run: () => run(ssh(route, route.name, 'true')) },
      { name: 'library, warm', aim: 1, run: inProcess },
      { name: 'orssh exec, warm', aim: 1, run: () => run(orsshExec(route, 'true'), { env }) },
    ],
    rounds,
  );
  const cold = await compare(
    [
      { name: 'ssh host true', baseline: true, run: () => run(ssh(route, route.name, 'true')) },
      { name: 'library, cold', aim: 3, before: () => makeCold(route), run: inProcess },
      {
        name: 'orssh exec, cold',
        aim: 3,
        before: () => makeCold(route),
        run: () => run(orsshExec(route, 'true'), { env }),
      },
    ],
    Math.max(3, Math.ceil(rounds / 2)),
  );
  await makeCold(route);
  return [...warm, ...cold.slice(1)];
}
