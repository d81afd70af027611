import { Readable } from 'node:stream';
import { join } from 'node:path';

import { compare, type Row } from './measure.js';
import { run, zeros } from './process.js';
import { environment, execAndRead, makeCold, open, orsshExec, ssh, type Route } from './scenario.js';

const aim = 1 / 0.8;

/** The same bytes out of the host and into it. */
export async function compareThroughput(
  route: Route,
  megabytes: number,
  rounds: number,
): Promise<{ out: Row[]; in: Row[] }> {
  const env = environment(route);
  const minimumBytes = megabytes * 1024 * 1024;
  const produce = ['head', '-c', String(minimumBytes), '/dev/zero'];
  const consume = ['sh', '-c', `test "$(wc -c)" -eq ${minimumBytes}`];
  const bytes = (): Readable => Readable.from(zeros(megabytes), { objectMode: false });
  const host = await open(route);
  try {
    const out = await compare(
      [
        {
          name: 'ssh',
          baseline: true,
          run: () => run(ssh(route.name, produce.join(' ')), { env, minimumBytes }),
        },
        { name: 'stub, on an open connection', aim, run: () => execAndRead(host, produce, minimumBytes) },
        { name: 'orssh exec', aim, run: () => run(orsshExec(route, ...produce), { env, minimumBytes }) },
      ],
      rounds,
    );
    const upload = join(route.host.folder, 'upload');
    const into = await compare(
      [
        {
          name: "ssh 'cat > file'",
          baseline: true,
          run: () => run(ssh(route.name, `cat > ${upload}`), { env, stdin: bytes }),
        },
        {
          name: 'upload, on an open connection',
          aim,
          run: async () => {
            const { exit, stderr } = await host.connection.upload(bytes(), {
              path: upload,
              size: minimumBytes,
            });
            if (exit.code !== 0) throw new Error(stderr);
          },
        },
        {
          name: 'orssh exec, to stdin',
          aim,
          run: () => run(orsshExec(route, ...consume), { env, stdin: bytes }),
        },
      ],
      rounds,
    );
    return { out, in: into };
  } finally {
    await host.close();
    await makeCold(route);
  }
}
