import { mkdtemp, realpath, rm, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { sshdPath } from '@orssh/tunnel/testing';

import { type RealRemote, startRealRemote } from '../../testing/real-remote.js';
import { toolContext } from '../../testing/tool-context.js';
import { watched } from '../../testing/watched.js';
import { bashTool } from './bash-tool.js';

const describeWithSshd = sshdPath === undefined ? describe.skip : describe;

describeWithSshd('on a real host', () => {
  let real: RealRemote;

  beforeAll(async () => {
    real = await startRealRemote();
  });
  afterAll(async () => {
    await real.close();
  });

  test('a command of which nobody allows a part does not run', async () => {
    const { running } = watched();
    const context = toolContext({
      answer: ({ permission }) => {
        if (permission === 'bash') throw new Error('rejected');
      },
    });
    const answer = bashTool(real.remote, running).execute({ command: 'touch made', workdir: '/' }, context);
    await expect(answer).rejects.toThrow('rejected');
    expect(context.asked.map(({ permission }) => permission)).toEqual(['external_directory', 'bash']);
    expect((await real.remote.files.stat(`${real.directory}/made`)).type).toBe('none');
  });

  test('a directory outside is asked about once, and then the host lets the command in', async () => {
    const { running } = watched();
    const context = toolContext();
    const { output } = await bashTool(real.remote, running).execute(
      { command: 'pwd', workdir: '/usr/lib' },
      context,
    );
    expect(output).toBe('/usr/lib\n');
    expect(context.asked.map(({ patterns }) => patterns)).toEqual([['/usr/lib/*'], ['pwd']]);
  });

  test.each([
    ['cat leads', 'plain'],
    ['cat ./leads > copied && cat copied', 'shown'],
  ])('a link that leads out is asked about once, by where it leads: %s', async (command) => {
    const outside = await mkdtemp(join(await realpath('/tmp'), 'orssh-outside-'));
    await writeFile(join(outside, 'file'), 'outside\n');
    const link = join(real.directory, 'leads');
    await symlink(join(outside, 'file'), link);
    const { running } = watched();
    const context = toolContext();
    try {
      const { output } = await bashTool(real.remote, running).execute({ command }, context);
      expect(output).toBe('outside\n');
      const places = context.asked.filter(({ permission }) => permission === 'external_directory');
      expect(places).toMatchObject([
        {
          patterns: [`${outside}/*`],
          metadata: {
            parentDir: `${outside}/file (read)`,
            touches: [{ path: `${outside}/file`, access: 'read', secret: false }],
          },
        },
      ]);
    } finally {
      await rm(link);
      await rm(outside, { recursive: true });
    }
  });

  test('what holds secrets is asked for by its name, in the workspace too', async () => {
    await writeFile(join(real.directory, '.env'), 'KEY=1\n');
    const { running } = watched();
    const context = toolContext();
    try {
      const { output } = await bashTool(real.remote, running).execute({ command: 'cat .env' }, context);
      expect(output).toBe('KEY=1\n');
      const place = context.asked.find(({ permission }) => permission === 'external_directory');
      expect(place?.patterns).toEqual([`${real.directory}/.env`]);
      expect(place?.metadata['warning']).toContain('may hold keys');
    } finally {
      await rm(join(real.directory, '.env'));
    }
  });
});
