import type { RotatedToken } from '@orssh/bootstrap';

import { run } from '../run.js';
import { fakeCli } from '../testing/fake-cli.js';
import { librariesFor } from '../testing/fake-session.js';
import { tempHome } from '../testing/temp-home.js';

const home = tempHome();

async function rotate(result: Omit<RotatedToken, 'root'> | Error, ...words: string[]) {
  const { libraries } = librariesFor();
  const asked: object[] = [];
  const cli = fakeCli({
    env: home.env,
    cwd: home.path,
    libraries: {
      ...libraries,
      bootstrap: () =>
        Promise.resolve({
          rememberInFiles: ({ env }: { env: NodeJS.ProcessEnv }) => ({ env }),
          rotateToken: (_connection: unknown, options: object) => {
            asked.push(options);
            return result instanceof Error
              ? Promise.reject(result)
              : Promise.resolve({ root: '/r', ...result });
          },
        } as never),
    },
  });
  const code = await run(['rotate', 'web1', ...words], cli);
  return { code, asked, out: cli.stdout.text, err: cli.stderr.text };
}

test.each([
  [{ rotated: true, running: true }, 'web1 has a new token, and refuses the old one; what runs goes on\n'],
  [{ rotated: true, running: false }, 'web1 has a new token, for the next stub: none runs\n'],
  [{ rotated: false, running: false }, 'nothing to rotate: no stub has run on web1 yet\n'],
])('it says what became of %j', async (result, out) => {
  expect(await rotate(result)).toMatchObject({ code: 0, out });
  const json = JSON.stringify({ host: 'web1', root: '/r', ...result });
  expect(await rotate(result, '--json')).toMatchObject({ code: 0, out: `${json}\n` });
});

test('what this machine remembers of the host is brought up to date, in the folder that is meant', async () => {
  const { asked } = await rotate({ rotated: true, running: true }, '--install-root', '/elsewhere');
  expect(asked).toEqual([
    expect.objectContaining({ installRoot: '/elsewhere', remembered: { env: home.env } }),
  ]);
});

test('a host that could not do it is a failure that names the old token’s fate', async () => {
  const error = Object.assign(new Error('The stub on web1 could not do that: no space left on device.'), {
    code: 'stub_failed',
    host: 'web1',
    remedy: 'Look at `orssh logs web1`.',
  });
  const { code, out, err } = await rotate(error);
  expect([code, out]).toEqual([255, '']);
  expect(err).toContain('no space left on device');
});
