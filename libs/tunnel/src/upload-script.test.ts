import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';

import { until } from './testing/until.js';
import { uploadScript } from './upload-script.js';

const shells = [['sh'], ['bash', '--norc', '--posix'], ['dash'], ['busybox', 'sh']];
const installed = shells.filter(([program = '']) => !spawnSync(program, ['--help']).error);

describe.each(installed.map((words) => ({ name: words.join(' '), words })))('in $name', ({ words }) => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'orssh-upload-'));
  });
  afterEach(() => {
    rmSync(folder, { recursive: true });
  });

  function run(script: Omit<Parameters<typeof uploadScript>[0], 'path'>, input: Buffer) {
    const [program = '', ...args] = words;
    const path = join(folder, "o'file");
    // The least that a host leaves.
    const { status } = spawnSync(program, [...args, '-c', uploadScript({ ...script, path })], {
      input,
      env: { PATH: '/bin:/usr/bin' },
    });
    return { status, bytes: existsSync(path) ? readFileSync(path) : undefined };
  }

  test('stores what arrives whole, and runs what is to follow', () => {
    const input = Buffer.from([0, 255, 10, 13]);
    expect(run({ size: 4, then: 'exit 0' }, input)).toEqual({ status: 0, bytes: input });
  });

  test('unpacks gzip', () => {
    const bytes = Buffer.from('text '.repeat(1_000));
    expect(run({ decompress: 'gzip' }, gzipSync(bytes))).toEqual({ status: 0, bytes });
  });

  test.each([
    ['too little', { size: 5 }, Buffer.from('1234')],
    ['too much', { size: 3 }, Buffer.from('1234')],
    ['cut gzip', { decompress: 'gzip' as const }, gzipSync(Buffer.alloc(10_000)).subarray(0, 30)],
    ['no gzip at all', { decompress: 'gzip' as const }, Buffer.alloc(0)],
  ])('keeps nothing of %s', (_what, script, input) => {
    const { status, bytes } = run({ ...script, then: 'exit 0' }, input);
    expect(status).not.toBe(0);
    expect(bytes).toBeUndefined();
  });

  test('one that ends without input takes nothing of another one for the same file with it', async () => {
    const [program = '', ...args] = words;
    const path = join(folder, 'file');
    const command = [...args, '-c', uploadScript({ path, size: 4 })];
    const slow = spawn(program, command, { stdio: ['pipe', 'ignore', 'ignore'] });
    const ended = once(slow, 'exit');
    slow.stdin.write('12');
    await until(() => readdirSync(folder).length === 1);
    expect(spawnSync(program, command, { input: '' }).status).toBe(74);
    slow.stdin.end('34');
    expect(await ended).toEqual([0, null]);
    expect(readFileSync(path, 'utf8')).toBe('1234');
    expect(readdirSync(folder)).toEqual(['file']);
  });

  test('passes the exit code of what follows on, and removes the file', () => {
    expect(run({ size: 1, then: 'exit 41' }, Buffer.from('x'))).toEqual({ status: 41, bytes: undefined });
  });
});
