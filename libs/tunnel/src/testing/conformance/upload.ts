import { randomBytes } from 'node:crypto';
import { existsSync, readdirSync } from 'node:fs';
import { mkdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { gzipSync } from 'node:zlib';

import { until } from '../until.js';
import {
  cleanUpAfterEach,
  connected,
  type ConnectionFactory,
  rejection,
  temporaryFolder,
} from './subject.js';

export function conformsInUpload(factory: ConnectionFactory): void {
  describe('upload', () => {
    cleanUpAfterEach();

    test('stores the bytes, readable for the owner only', async () => {
      const { connection } = await connected(factory);
      const path = join(await temporaryFolder(), "it's a file");
      const bytes = randomBytes(1_500_000);
      const { exit } = await connection.upload(bytes, { path });
      expect(exit).toEqual({ code: 0, signal: null });
      expect((await readFile(path)).equals(bytes)).toBe(true);
      expect((await stat(path)).mode & 0o777).toBe(0o600);
    });

    test('stores an empty file', async () => {
      const { connection } = await connected(factory);
      const path = join(await temporaryFolder(), 'empty');
      await connection.upload(new Uint8Array(), { path });
      expect((await stat(path)).size).toBe(0);
    });

    test('stores what a stream of known size brings, and tells the progress', async () => {
      const { connection } = await connected(factory);
      const path = join(await temporaryFolder(), 'streamed');
      const parts = [randomBytes(70_000), randomBytes(1), randomBytes(300_000)];
      const seen: number[] = [];
      const size = 370_001;
      await connection.upload(Readable.from(parts), { path, size, onProgress: (bytes) => seen.push(bytes) });
      expect((await readFile(path)).equals(Buffer.concat(parts))).toBe(true);
      expect(seen.at(-1)).toBe(size);
      expect(seen).toEqual([...seen].sort((a, b) => a - b));
    });

    test('unpacks gzip on the way', async () => {
      const { connection } = await connected(factory);
      const path = join(await temporaryFolder(), 'unpacked');
      const bytes = Buffer.from('some text, '.repeat(50_000));
      const packed = Readable.from([gzipSync(bytes)]);
      const { exit } = await connection.upload(packed, { path, decompress: 'gzip' });
      expect(exit.code).toBe(0);
      expect((await readFile(path)).equals(bytes)).toBe(true);
    });

    test('runs `then` in the folder of the file and passes on what it says', async () => {
      const { connection } = await connected(factory);
      const path = join(await temporaryFolder(), 'script');
      const then = `wc -c < script; pwd; echo "it's said" >&2`;
      const result = await connection.upload(Buffer.from('12345'), { path, then });
      expect(result.stdout.trim().split(/\s+/)).toEqual(['5', join(path, '..')]);
      expect(result.stderr).toBe("it's said\n");
      expect(existsSync(path)).toBe(true);
    });

    test('removes the file when `then` fails, and reports its exit code', async () => {
      const { connection } = await connected(factory);
      const path = join(await temporaryFolder(), 'refused');
      const { exit } = await connection.upload(Buffer.from('x'), { path, then: 'exec sh -c "exit 9"' });
      expect(exit.code).toBe(9);
      expect(readdirSync(join(path, '..'))).toEqual([]);
    });

    test('resolves with what the host said when the file cannot be written', async () => {
      const { connection } = await connected(factory);
      const path = join(await temporaryFolder(), 'missing', 'file');
      const { exit, stderr } = await connection.upload(randomBytes(3_000_000), { path, then: 'echo never' });
      expect(exit.code).not.toBe(0);
      expect(stderr).not.toBe('');
    });

    test('touches nothing that is no regular file', async () => {
      const { connection } = await connected(factory);
      const path = join(await temporaryFolder(), 'folder');
      await mkdir(path);
      const { exit, stderr } = await connection.upload(Buffer.from('x'), { path, then: 'echo never' });
      expect(exit.code).toBe(73);
      expect(stderr).toContain('not a regular file');
      expect((await stat(path)).isDirectory()).toBe(true);
    });

    test.each([
      { what: 'a stream that is cut', decompress: undefined },
      { what: 'gzip that is cut', decompress: 'gzip' as const },
    ])('neither keeps nor runs $what', async ({ decompress }) => {
      const { connection } = await connected(factory);
      const path = join(await temporaryFolder(), 'cut');
      const whole = randomBytes(100_000);
      const bytes = decompress ? gzipSync(whole) : whole;
      const cut = Readable.from([bytes.subarray(0, 60_000)]);
      const then = 'touch it-ran';
      const { exit } = await connection.upload(cut, { path, size: bytes.length, decompress, then });
      expect(exit.code).not.toBe(0);
      expect(readdirSync(join(path, '..'))).toEqual([]);
    });

    test('refuses a stream whose end could not be told from a cut', async () => {
      const { connection } = await connected(factory);
      const failed = await rejection(connection.upload(Readable.from(['x']), { path: '/tmp/never-written' }));
      expect(failed).toMatchObject({ code: 'config' });
    });

    test('leaves nothing behind when the source fails', async () => {
      const { connection } = await connected(factory);
      const path = join(await temporaryFolder(), 'broken');
      const source = Readable.from(failing());
      const failed = await rejection(
        connection.upload(source, { path, size: 200_000, then: 'touch it-ran' }),
      );
      expect(failed.message).toBe('the disk is on fire');
      await until(() => readdirSync(join(path, '..')).length === 0);
    });

    test('leaves nothing behind when it is cancelled', async () => {
      const { connection } = await connected(factory);
      const folder = await temporaryFolder();
      const path = join(folder, 'cancelled');
      const cancel = new AbortController();
      const source = new Readable({ read: () => undefined });
      source.push(randomBytes(50_000));
      const { signal } = cancel;
      const uploading = rejection(
        connection.upload(source, { path, size: 100_000, signal, then: 'touch it-ran' }),
      );
      await until(() => readdirSync(folder).length > 0);
      cancel.abort();
      expect(await uploading).toMatchObject({ code: 'cancelled' });
      await until(() => readdirSync(folder).length === 0);
    });
  });
}

function* failing(): Generator<Buffer> {
  yield randomBytes(100_000);
  throw new Error('the disk is on fire');
}
