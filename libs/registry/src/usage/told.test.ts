import { tempFolder } from '../testing/temp-folder.js';
import { isNews } from './told.js';

const stateFile = 'home/.local/state/opencode-remote-ssh/told.json';

test('the same is told once, and another thing of the same once more', async () => {
  const { env } = tempFolder();
  expect(await isNews('web1', 'not held', env)).toBe(true);
  expect(await isNews('web1', 'not held', env)).toBe(false);
  expect(await isNews('web2', 'not held', env)).toBe(true);
  expect(await isNews('web1', 'held in part', env)).toBe(true);
  expect(await isNews('web1', 'held in part', env)).toBe(false);
});

test.each(['', '[]', '7', '{"web1":3}'])('a damaged file (%j) is as good as none', async (damaged) => {
  const { write, env } = tempFolder();
  write(stateFile, damaged);
  expect(await isNews('web1', 'not held', env)).toBe(true);
  expect(await isNews('web1', 'not held', env)).toBe(false);
});
