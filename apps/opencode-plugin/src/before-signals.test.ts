import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

import { build } from 'esbuild';

/** A process that waits to be ended, with `more` before it says that it is there. */
async function start(
  more = '',
): Promise<{ ends: (signal: NodeJS.Signals) => Promise<[number | null, string]> }> {
  const source = fileURLToPath(new URL('before-signals.ts', import.meta.url));
  const contents = `import { beforeSignals } from ${JSON.stringify(source)};
    beforeSignals(async () => { await null; process.stdout.write('done'); });
    ${more}
    setInterval(() => {}, 1000);
    process.stdout.write('up ');`;
  const { outputFiles } = await build({
    stdin: { contents, loader: 'ts', resolveDir: '/' },
    ...{ bundle: true, write: false, platform: 'node', format: 'esm' },
  });
  const child = spawn(process.execPath, ['--input-type=module', '-e', outputFiles[0]?.text ?? '']);
  let said = '';
  child.stdout.on('data', (chunk: Buffer) => (said += chunk.toString()));
  await once(child.stdout, 'data');
  return {
    async ends(signal) {
      child.kill(signal);
      const [code] = (await once(child, 'close')) as [number | null];
      return [code, said];
    },
  };
}

test.each([['SIGTERM', 143] as const, ['SIGINT', 130] as const, ['SIGHUP', 129] as const])(
  'on %s it acts, and the process ends as by the signal',
  async (signal, code) => {
    expect(await (await start()).ends(signal)).toEqual([code, 'up done']);
  },
);

test('who else listens decides how the process ends', async () => {
  const { ends } = await start("process.on('SIGTERM', () => setTimeout(() => process.exit(7), 200));");
  expect(await ends('SIGTERM')).toEqual([7, 'up done']);
});
