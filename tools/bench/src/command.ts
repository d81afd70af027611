import { join } from 'node:path';

import { compare, type Row } from './measure.js';
import { run } from './process.js';
import { environment, execAndRead, makeCold, open, ssh, type Route } from './scenario.js';

/** One small command on a connection that is open already: `ssh` over a ControlMaster, and ours. */
export async function compareCommand(route: Route, rounds: number): Promise<Row[]> {
  const env = environment(route);
  const control = ['-S', join(route.host.folder, `master-${route.name}`)];
  await run(ssh(...control, '-M', '-f', '-N', route.name), { background: true, env });
  const host = await open(route);
  try {
    return await compare(
      [
        {
          name: 'ssh over a ControlMaster',
          baseline: true,
          run: () => run(ssh(...control, route.name, 'true'), { env }),
        },
        { name: 'stub, on the open connection', aim: 0.7, run: () => execAndRead(host, ['true']) },
      ],
      rounds,
    );
  } finally {
    await host.close();
    await run(ssh(...control, '-O', 'exit', route.name), { env });
    await makeCold(route);
  }
}
