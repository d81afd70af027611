import { readFile } from 'node:fs/promises';
import { setTimeout as delay } from 'node:timers/promises';

import { sshdPath } from '@orssh/tunnel/testing';

import { type RealRemote, startRealRemote } from '../../testing/real-remote.js';
import { toolContext } from '../../testing/tool-context.js';
import { poll } from '../../testing/poll.js';
import { watched } from '../../testing/watched.js';
import { bashTool } from './bash-tool.js';

const describeWithSshd = sshdPath === undefined ? describe.skip : describe;

interface Recorded {
  args: { command: string; timeout?: number; workdir?: string };
  title?: string;
  metadata?: Record<string, unknown>;
  output?: string;
  error?: string;
}

const recorded = JSON.parse(
  await readFile(new URL('./recorded/results.json', import.meta.url), 'utf8'),
) as Record<string, Recorded>;

describeWithSshd('on a real host', () => {
  let real: RealRemote;

  beforeAll(async () => {
    real = await startRealRemote();
  });
  afterAll(async () => {
    await real.close();
  });

  function plain(text: unknown): string {
    return String(text).replaceAll(real.directory, '{directory}');
  }

  /** On the host, other than the shell that looks. */
  async function runs(command: string): Promise<boolean> {
    const found = await real.remote.stub.exec({ command: `pgrep -f '^${command}$'` });
    return (await found.exit).exitCode === 0;
  }

  test('it returns what OpenCode returns', async () => {
    for (const [name, { args, ...wanted }] of Object.entries(recorded)) {
      if (name === 'abort') continue;
      const { running } = watched();
      const answer = bashTool(real.remote, running, { env: {} }).execute(args, toolContext());
      if (wanted.error !== undefined) {
        await expect(answer).rejects.toThrow(wanted.error);
        continue;
      }
      const { title, output, metadata = {} } = await answer;
      const outputPath = metadata['outputPath'];
      const told = plain(output).replace(String(outputPath), '{outputPath}');
      const shown = {
        ...metadata,
        output: plain(metadata['output']),
        ...(outputPath !== undefined && { outputPath: '{outputPath}' }),
      };
      expect([name, { title, output: told, metadata: shown }]).toEqual([name, wanted]);
    }
  });

  test('output is shown as it comes, and nothing after the result', async () => {
    const { running, outputs, shown } = watched();
    await bashTool(real.remote, running).execute({ command: 'echo one; sleep 0.1; echo two' }, toolContext());
    expect(outputs()[0]).toBe('');
    expect(outputs()).toContain('one\n');
    expect(outputs().at(-1)).toBe('one\ntwo\n');
    expect(shown.every(({ ended }) => !ended)).toBe(true);
  });

  test('an abort ends all that the command started', async () => {
    const aborting = new AbortController();
    const { running, outputs } = watched();
    const answer = bashTool(real.remote, running).execute(
      { command: 'echo begun; sleep 4321 & sleep 4321' },
      toolContext({ abort: aborting.signal }),
    );
    await poll(() => outputs().includes('begun\n'));
    aborting.abort();
    const { output, metadata } = await answer;
    expect({ output, metadata }).toEqual({
      output: recorded['abort']?.output,
      metadata: recorded['abort']?.metadata,
    });
    await poll(async () => !(await runs('sleep 4321')));
  });

  test.each([
    ['is on its way to the host', 0],
    ['is being started', 5],
    ['may have begun', 20],
  ])('an abort of a command that %s leaves nothing that runs', async (_, afterMs) => {
    const aborting = new AbortController();
    const stub = Object.create(real.remote.stub) as typeof real.remote.stub;
    stub.exec = async (...given) => {
      const abort = (): void => {
        aborting.abort();
      };
      if (afterMs === 0) abort();
      else setTimeout(abort, afterMs);
      return real.remote.stub.exec(...given);
    };
    const { running } = watched();
    const remote = { ...real.remote, stub, path: real.remote.path.bind(real.remote) };
    const { metadata } = await bashTool(remote, running).execute(
      { command: 'sleep 4322' },
      toolContext({ abort: aborting.signal }),
    );
    expect(metadata?.['output']).toMatch(/^\(no output\)[^]*User aborted the command/);
    // What comes late would be there by then.
    await delay(300);
    expect(await runs('sleep 4322')).toBe(false);
  });

  test('an abort that the command does not heed kills it', async () => {
    const aborting = new AbortController();
    const { running, outputs } = watched();
    const answer = bashTool(real.remote, running).execute(
      { command: `trap '' TERM; echo begun; while :; do sleep 0.1; : stubborn; done` },
      toolContext({ abort: aborting.signal }),
    );
    await poll(() => outputs().includes('begun\n'));
    aborting.abort();
    await answer;
    await poll(async () => (await real.remote.stub.health()).stub.commands === 0);
  });

  test('the timeout is the host’s: what the command started is gone', async () => {
    const { running } = watched();
    await bashTool(real.remote, running).execute(
      { command: 'sleep 5432 & sleep 5432', timeout: 300 },
      toolContext(),
    );
    expect(await runs('sleep 5432')).toBe(false);
  });

  test('a broken connection loses nothing, and nothing runs twice', async () => {
    const { running, outputs, shown } = watched();
    const answer = bashTool(real.remote, running).execute(
      { command: 'echo ran >> runs; echo one; until [ -e go ]; do sleep 0.02; done; echo two' },
      toolContext(),
    );
    await poll(() => outputs().includes('one\n'));
    real.door.cut();
    await poll(() => shown.some(({ metadata }) => metadata['away'] !== undefined));
    await (
      await real.remote.stub.exec({ command: 'touch go' })
    ).exit;
    expect((await answer).output).toBe('one\ntwo\n');
    expect(await readFile(`${real.directory}/runs`, 'utf8')).toBe('ran\n');
    expect(shown.at(-1)?.metadata).not.toHaveProperty('away');
  });

  test('a host that is away is waited for, and a person sees why nothing moves', async () => {
    const { running, shown } = watched();
    await bashTool(real.remote, running).execute({ command: 'true' }, toolContext());
    real.door.away(true);
    const answer = bashTool(real.remote, running).execute({ command: 'echo here' }, toolContext());
    await poll(() => shown.some(({ metadata }) => String(metadata['away']).includes('cannot be reached')));
    real.door.away(false);
    expect((await answer).output).toBe('here\n');
  });

  test('a command whose stub is gone is reported as such', async () => {
    const { running, outputs } = watched();
    const answer = bashTool(real.remote, running).execute(
      { command: 'echo begun; sleep 6543' },
      toolContext(),
    );
    await poll(() => outputs().includes('begun\n'));
    await real.restartStub();
    const { output, metadata } = await answer;
    expect(output).toMatch(/^begun\n[^]*started anew[^]*exit code is unknown/);
    expect(metadata).toMatchObject({ exit: null, output: 'begun\n' });
  });

  test('of endless output the end is told, and the rest is not kept here', async () => {
    const { running } = watched();
    const { output, metadata } = await bashTool(real.remote, running).execute(
      { command: 'seq 1 300000' },
      toolContext(),
    );
    expect(output.endsWith('299999\n300000\n')).toBe(true);
    expect(metadata).toMatchObject({ truncated: true, exit: 0 });
    expect(Buffer.byteLength(output)).toBeLessThan(52_000);
  });

  test('an empty command is refused before anybody is asked', async () => {
    const context = toolContext();
    const call = bashTool(real.remote, watched().running).execute({ command: '', description: 'x' }, context);
    await expect(call).rejects.toThrow('The command is empty.');
    expect(context.asked).toEqual([]);
  });

  test('a directory that is not there is an error that says so', async () => {
    const { running } = watched();
    const answer = bashTool(real.remote, running).execute(
      { command: 'pwd', workdir: 'nosuch' },
      toolContext(),
    );
    await expect(answer).rejects.toThrow('does not exist on this host');
  });

  test('of the environment here nothing goes over', async () => {
    const { running } = watched();
    process.env['ORSSH_SECRET_OF_THIS_TEST'] = 'x';
    const { output } = await bashTool(real.remote, running).execute(
      { command: 'echo $TERM $OPENCODE $AGENT' },
      toolContext(),
    );
    delete process.env['ORSSH_SECRET_OF_THIS_TEST'];
    expect(output).toBe('dumb 1 1\n');
  });
});
