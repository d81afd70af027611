import type { RemoteHost } from '@orssh/adaptor';

import { compare, type Row } from './measure.js';
import { run } from './process.js';
import { environment, execAndRead, makeCold, open, orsshExec, ssh, type Route } from './scenario.js';

/** From nothing to the first command's end: `ssh host true`, and ours warm and cold, as a process and as a library. */
export async function compareConnect(route: Route, rounds: number): Promise<Row[]> {
  const env = environment(route);
  let host: RemoteHost | undefined;
  const inProcess = {
    run: async (): Promise<void> => {
      host = await open(route);
      await execAndRead(host, ['true']);
    },
    after: async (): Promise<void> => host?.close(),
  };
  await inProcess.run();
  await inProcess.after();
  const warm = await compare(
    [
      { name: 'ssh host true', baseline: true, run: () => run(ssh(route.name, 'true'), { env }) },
      { name: 'library, warm', aim: 1, ...inProcess },
      { name: 'orssh exec, warm', aim: 1, run: () => run(orsshExec(route, 'true'), { env }) },
    ],
    rounds,
  );
  const cold = await compare(
    [
      { name: 'ssh host true', baseline: true, run: () => run(ssh(route.name, 'true'), { env }) },
      { name: 'library, cold', aim: 3, before: () => makeCold(route), ...inProcess },
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
