import type { FileStat } from '../../remote/index.js';
import { toolContext } from '../../testing/tool-context.js';
import { FileCall, type FileRemote } from './file-call.js';

const stat = (inside: boolean, approved: boolean): FileStat => ({
  ...{ path: '/srv/shared/a', resolved: '/data/a', type: 'file', inside, approved },
  ...{ size: 0, modified: 0, mode: 0, etag: '', access: 'all', secret: false },
});

async function asked(of: FileStat, forbidden?: boolean): Promise<string[]> {
  const context = toolContext();
  const patterns: string[] = [];
  const forbid = (_of: unknown, pattern: string): Promise<boolean> => {
    patterns.push(pattern);
    return Promise.resolve(forbidden === true);
  };
  await new FileCall({} as FileRemote, context, undefined, { forbid }).askOutside(of);
  expect(patterns).toEqual(forbidden === undefined ? [] : ['/data/*']);
  return context.asked.flatMap((one) => one.patterns);
}

test('what may hold secrets is asked for once where a rule would ask for its name as well', async () => {
  const byName = (title: string, secret: boolean, forbidden = false): Promise<boolean> => {
    const rules = { forbid: () => Promise.resolve(forbidden) };
    const call = new FileCall({} as FileRemote, toolContext(), undefined, rules);
    return call.isAskedByName(Promise.resolve({ ...stat(true, false), secret }), title);
  };
  expect(await byName('app/.env', true)).toBe(true);
  expect(await byName('.env.local', true)).toBe(true);
  expect(await byName('.env', true, true)).toBe(false); // and OpenCode says no
  expect(await byName('.env.example', false)).toBe(false);
  expect(await byName('id_rsa', true)).toBe(false);
});

test('of what was approved OpenCode is asked again where a rule forbids it, for the place that links lead to', async () => {
  expect(await asked(stat(true, false))).toEqual([]);
  expect(await asked(stat(false, false))).toEqual(['/data/*']);
  expect(await asked(stat(false, true), false)).toEqual([]);
  expect(await asked(stat(false, true), true)).toEqual(['/data/*']);
});

test('a place with a backslash is asked for, and not for good: the rule would allow one with a slash as well', async () => {
  const context = toolContext();
  const call = new FileCall({} as FileRemote, context);
  await call.askOutside({ ...stat(false, false), resolved: String.raw`/data\keys/a` });
  await call.askOutside(stat(false, false));
  expect(context.asked).toMatchObject([
    { patterns: [String.raw`/data\keys/*`], always: [] },
    { patterns: ['/data/*'], always: ['/data/*'] },
  ]);
});
