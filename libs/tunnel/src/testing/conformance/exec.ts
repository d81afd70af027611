import {
  cleanUpAfterEach,
  type ConformanceOptions,
  connected,
  type ConnectionFactory,
  read,
  rejection,
} from './subject.js';

export function conformsInExec(
  factory: ConnectionFactory,
  { signals }: Pick<ConformanceOptions, 'signals'>,
): void {
  describe('exec', () => {
    cleanUpAfterEach();

    test('keeps stdout and stderr apart and reports the exit code', async () => {
      const { connection } = await connected(factory);
      const remote = await connection.exec('echo out; echo err >&2; exit 3');
      const [stdout, stderr, exit] = await Promise.all([
        read(remote.stdout),
        read(remote.stderr),
        remote.exit,
      ]);
      expect(stdout.toString()).toBe('out\n');
      expect(stderr.toString()).toBe('err\n');
      expect(exit).toEqual({ code: 3, signal: null });
    });

    test('passes every byte of stdin on, and its end', async () => {
      const { connection } = await connected(factory);
      const bytes = Buffer.from(Array.from({ length: 300_000 }, (_, at) => (at * 7) % 256));
      const remote = await connection.exec('cat');
      remote.stdin.end(bytes);
      expect((await read(remote.stdout)).equals(bytes)).toBe(true);
      expect(await remote.exit).toEqual({ code: 0, signal: null });
    });

    test('resolves exit though nobody reads a short output', async () => {
      const { connection } = await connected(factory);
      const remote = await connection.exec('echo unread');
      expect(await remote.exit).toEqual({ code: 0, signal: null });
    });

    test('keeps what was printed for a reader that comes after the exit', async () => {
      const { connection } = await connected(factory);
      const remote = await connection.exec('echo late');
      await remote.exit;
      expect((await read(remote.stdout)).toString()).toBe('late\n');
    });

    test('delivers a long output whole to a slow reader', async () => {
      const { connection } = await connected(factory);
      const length = 5_000_000;
      const remote = await connection.exec(`head -c ${length} /dev/zero`);
      let seen = 0;
      for await (const chunk of remote.stdout) {
        seen += (chunk as Buffer).length;
        await new Promise((resolve) => setImmediate(resolve));
      }
      expect(seen).toBe(length);
    });

    test('names the signal that ended a command, without SIG', async () => {
      const { connection } = await connected(factory);
      const remote = await connection.exec('kill -TERM $$');
      expect(await remote.exit).toEqual({ code: null, signal: 'TERM' });
    });

    (signals ? test : test.skip)('sends a signal, also after stdin has ended', async () => {
      const { connection } = await connected(factory);
      const remote = await connection.exec('trap "exit 7" TERM; echo ready; while :; do sleep 0.05; done');
      remote.stdin.end();
      await new Promise((resolve) => remote.stdout.once('data', resolve));
      remote.signal('TERM');
      expect(await remote.exit).toEqual({ code: 7, signal: null });
    });

    test('runs several commands at once', async () => {
      const { connection } = await connected(factory);
      const outputs = ['a', 'b', 'c'].map(async (word) => {
        const remote = await connection.exec(`read line; echo ${word} $line`);
        remote.stdin.end('x\n');
        return (await read(remote.stdout)).toString();
      });
      expect(await Promise.all(outputs)).toEqual(['a x\n', 'b x\n', 'c x\n']);
    });

    test('does not wait for the command when its channel is closed', async () => {
      const { connection } = await connected(factory);
      const remote = await connection.exec('cat; exec sleep 5');
      remote.close();
      expect(await remote.exit).toEqual({ code: null, signal: null });
      expect(remote.stdout.destroyed).toBe(true);
    });

    test('ends writing when the command does not read on', async () => {
      const { connection } = await connected(factory);
      const remote = await connection.exec('exit 0');
      await remote.exit;
      await new Promise<void>((resolve) => {
        remote.stdin.write('too late', () => {
          resolve();
        });
      });
      expect(remote.stdin.destroyed).toBe(true);
    });

    test('is refused when it was cancelled before', async () => {
      const { connection } = await connected(factory);
      const signal = AbortSignal.abort();
      expect(await rejection(connection.exec('true', { signal }))).toMatchObject({ code: 'cancelled' });
    });
  });
}
