import { mkdir } from 'node:fs/promises';

import { type RealHost, startRealHost } from './testing/real-host.js';
import type { RemoteHost } from './open-host.js';
import { StubFiles } from './stub-files.js';

let real: RealHost;
let host: RemoteHost;
let files: StubFiles;

beforeAll(async () => {
  real = await startRealHost();
  host = await real.open();
  await mkdir(`${real.folder}/work`);
  await host.stub.registerWorkspace({
    ...{ id: 'wrk_files', type: 'ssh', name: 'work', projectID: 'p', extra: null },
    directory: `${real.folder}/work`,
  });
  files = new StubFiles(host.stub, 'wrk_files');
}, 60_000);

afterAll(async () => {
  await host.close();
  await real.close();
}, 60_000);

test('a file is written, read as it is, in lines, and removed', async () => {
  const data = Buffer.from([0xef, 0xbb, 0xbf, 0x61, 0x0d, 0x0a, 0x00, 0xff]);
  const written = await files.write({ path: 'a/ä b+c.bin', data, parents: true, expect: 'none' });
  expect(written).toMatchObject({ size: 8, created: true });
  const content = await files.read({ path: 'a/ä b+c.bin' });
  expect(content).toEqual({ data, etag: written.etag, size: 8 });
  expect((await files.read({ path: 'a/ä b+c.bin', offset: 3, limit: 1 })).data.toString()).toBe('a');
  expect((await files.lines({ path: 'a/ä b+c.bin', limit: 1 })).lines).toEqual(['a']);
  expect((await files.entries({ path: 'a' })).entries.map((one) => one.name)).toEqual(['ä b+c.bin']);
  await files.remove({ path: 'a/ä b+c.bin', ifMatch: written.etag });
  expect((await files.stat({ path: 'a/ä b+c.bin' })).type).toBe('none');
});

test('what changed meanwhile is not written over', async () => {
  const { etag } = await files.write({ path: 'b', data: 'one' });
  await files.write({ path: 'b', data: 'two', expect: etag });
  const late = files.write({ path: 'b', data: 'three', expect: etag });
  await expect(late).rejects.toMatchObject({ status: 412, kind: 'ChangedError' });
  expect((await files.read({ path: 'b' })).data.toString()).toBe('two');
});

test('outside of the workspace a path is refused, and allowed for one request', async () => {
  const path = `${real.folder}/außen`;
  const refused = files.write({ path, data: 'x' });
  await expect(refused).rejects.toMatchObject({ kind: 'PermissionRequiredError' });
  expect(await files.write({ path, data: 'x', allow: [path] })).toMatchObject({ created: true });
  await expect(files.read({ path })).rejects.toMatchObject({ kind: 'PermissionRequiredError' });
  await expect(files.read({ path: 'none' })).rejects.toMatchObject({ kind: 'NotFoundError' });
});

test('ten megabytes go and come', async () => {
  const data = Buffer.alloc(10_000_000, 'x\n');
  await files.write({ path: 'large', data });
  const content = await files.read({ path: 'large' });
  expect([content.size, content.data.equals(data)]).toEqual([data.length, true]);
});
