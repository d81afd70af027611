import { spawn } from 'node:child_process';
import { once } from 'node:events';

/** The proxy's own process, so that its timers do not share an event loop with what is measured. */
const program = `
import { createServer, connect } from 'node:net';
const [port, delay] = [Number(process.argv[1]), Number(process.argv[2])];
const hold = (from, to) => {
  from.on('data', (bytes) => setTimeout(() => to.destroyed || to.write(bytes), delay));
  from.on('end', () => setTimeout(() => to.destroyed || to.end(), delay));
  from.on('error', () => to.destroy());
  from.on('close', () => setTimeout(() => to.destroy(), delay));
};
const server = createServer({ allowHalfOpen: true }, (client) => {
  const host = connect({ port, host: '127.0.0.1', allowHalfOpen: true });
  client.setNoDelay(true); host.setNoDelay(true);
  hold(client, host); hold(host, client);
});
server.listen(0, '127.0.0.1', () => console.log(server.address().port));
`;

/** A TCP proxy to `port` on loopback that holds every byte back for half of `roundTripMs` each way. */
export async function startDelayProxy(
  port: number,
  roundTripMs: number,
): Promise<{ port: number; stop(): void }> {
  const child = spawn(
    process.execPath,
    ['--input-type=module', '-e', program, String(port), String(roundTripMs / 2)],
    {
      stdio: ['ignore', 'pipe', 'inherit'],
    },
  );
  const [line] = (await once(child.stdout, 'data')) as [Buffer];
  return {
    port: Number(line.toString()),
    stop() {
      child.kill('SIGKILL');
    },
  };
}
