import { join } from 'node:path';

import { compare, type Row } from './measure.js';
import { run } from './process.js';
import { execAndRead, makeCold, open, ssh, type Route } from './scenario.js';

/** One small command on a connection that is open already: `ssh` over a ControlMaster, and ours. */
export async function compareCommand(route: Route, rounds: number): Promise<Row[]> {
  const control = ['-S', join(route.host.folder, `master-${route.name}`)];
  await run(ssh(route, ...control, '-M', '-f', '-N', route.name), { background: true });
  const host = await open(route);
  try {
    return await compare(
      [
        {
          name: 'ssh over a ControlMaster',
          baseline: true,
          run: () => run(ssh(route, ...control, route.name, 'true')),
        },
        { name: 'stub, on the open connection', aim: 0.7, run: () => execAndRead(host, ['true']) },
      ],
      rounds,
    );
  } finally {
    await host.close();
    await run(ssh(route, ...control, '-O', 'exit', route.name));
    await makeCold(route);
  }
}
