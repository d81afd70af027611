import { run } from '../run.js';
import { FakeOutput, fakeCli } from '../testing/fake-cli.js';

test('without a terminal OpenCode is not started in it, and the other ways are named', async () => {
  const cli = fakeCli({ stdout: new FakeOutput(true) });
  expect(await run(['open', 'web1:app'], cli)).toBe(2);
  expect(cli.stderr.text).toMatch(/needs a terminal[^]*--web[^]*--serve[^]*orssh run web1:app/);
});
