import { mkdir, readFile, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { describeRealTools, rejecting } from '../testing/real-tools.js';
import { toolContext } from '../testing/tool-context.js';
import { readForPrompt } from './read-for-prompt.js';

describeRealTools('tools that read files, on a real host', (tools) => {
  test('a file is read as OpenCode shows it, by any name for it', async () => {
    const { real, at, use } = tools();
    await writeFile(at('a.txt'), 'one\ntwo\nthree\n');
    for (const filePath of ['a.txt', at('a.txt'), join(real.file.anchor, 'a.txt')]) {
      const { title, output, metadata, asked } = await use('read', { filePath, offset: 2, limit: 1 });
      expect({ title, output, metadata }).toEqual({
        title: 'a.txt',
        output: `<path>${at('a.txt')}</path>\n<type>file</type>\n<content>\n2: two\n\n(Showing lines 2-2 of 3. Use offset=3 to continue.)\n</content>`,
        metadata: {
          ...{ preview: 'two', truncated: true, loaded: [] },
          display: {
            ...{ type: 'file', path: at('a.txt'), text: 'two', lineStart: 2, lineEnd: 2 },
            ...{ totalLines: 3, truncated: true },
          },
        },
      });
      expect(asked).toEqual([{ permission: 'read', patterns: ['a.txt'], always: ['*'], metadata: {} }]);
    }
  });

  test('what is long is shown in part, with how to go on', async () => {
    const { at, use } = tools();
    await writeFile(at('long.txt'), Array.from({ length: 3000 }, (_, i) => `line ${i + 1}`).join('\n'));
    await writeFile(at('wide.txt'), `${'x'.repeat(2100)}\n`);
    await writeFile(at('heavy.txt'), `${'y'.repeat(1000)}\n`.repeat(100));
    const [long, wide, heavy] = await Promise.all(
      ['long.txt', 'wide.txt', 'heavy.txt'].map((filePath) => use('read', { filePath })),
    );
    expect(long?.output).toMatch(/\n2000: line 2000\n\n\(Showing lines 1-2000 of 3000\. Use offset=2001/);
    expect(wide?.output).toContain(`1: ${'x'.repeat(2000)}... (line truncated to 2000 chars)\n`);
    expect(heavy?.output).toMatch(
      /\(Output capped at 50 KB\. Showing lines 1-51\. Use offset=52 to continue\.\)/,
    );
  });

  test('a directory, an image and what is not there are read as OpenCode does it', async () => {
    const { at, use } = tools();
    await mkdir(at('folder', 'below'), { recursive: true });
    await writeFile(at('folder', 'B.txt'), '');
    await writeFile(at('folder', 'a.zip'), '');
    await symlink('below', at('folder', 'link'));
    const png = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 1, 2]);
    await writeFile(at('picture'), png);
    const { output } = await use('read', { filePath: 'folder' });
    expect(output).toContain('<entries>\na.zip\nB.txt\nbelow/\nlink/\n\n(4 entries)\n</entries>');
    await expect(use('read', { filePath: 'picture' })).resolves.toMatchObject({
      output: 'Image read successfully',
      attachments: [
        { type: 'file', mime: 'image/png', url: `data:image/png;base64,${png.toString('base64')}` },
      ],
    });
    await expect(use('read', { filePath: 'folder/a.zip' })).rejects.toThrow(
      `Cannot read binary file: ${at('folder', 'a.zip')}`,
    );
    await expect(use('read', { filePath: 'folder/b' })).rejects.toThrow(
      `File not found: ${at('folder', 'b')}\n\nDid you mean one of these?\n${at('folder', 'B.txt')}\n${at('folder', 'below')}`,
    );
    await writeFile(at('folder', 'three.txt'), 'one\ntwo\nthree');
    await expect(use('read', { filePath: 'folder/three.txt', offset: 9 })).rejects.toThrow(
      'Offset 9 is out of range for this file (3 lines)',
    );
  });

  test('instructions of the folders of a file come with it, once in a conversation', async () => {
    const { at, use } = tools();
    await mkdir(at('nested', 'deep'), { recursive: true });
    await writeFile(at('AGENTS.md'), 'of the whole\n');
    await writeFile(at('nested', 'AGENTS.md'), 'be nice\n');
    await writeFile(at('nested', 'deep', 'CLAUDE.md'), 'be careful\n');
    await writeFile(at('nested', 'deep', 'f.ts'), 'f();\n');
    const filePath = 'nested/deep/f.ts';
    const first = await use('read', { filePath });
    expect(first.output).toContain(
      `\n\n<system-reminder>\nInstructions from: ${at('nested', 'deep', 'CLAUDE.md')}\nbe careful\n\n\n` +
        `Instructions from: ${at('nested', 'AGENTS.md')}\nbe nice\n\n</system-reminder>`,
    );
    const { metadata = {} } = first;
    expect(metadata['loaded']).toEqual([at('nested', 'deep', 'CLAUDE.md'), at('nested', 'AGENTS.md')]);
    const part = { type: 'tool', tool: 'read', state: { status: 'completed', time: {}, metadata } };
    const messages = [{ info: {}, parts: [part] }];
    const again = await use('read', { filePath }, toolContext({ messageID: 'msg_2', messages }));
    expect(again.metadata?.['loaded']).toEqual([]);
    const sameMessage = await use('read', { filePath }, toolContext({ messageID: 'msg_1' }));
    expect(sameMessage.metadata?.['loaded']).toEqual([]);
  });

  test('what may hold secrets is asked for by its name, with a warning, in the workspace too', async () => {
    const { at, use } = tools();
    await writeFile(at('.env'), 'KEY=1\n');
    const { output, asked } = await use('read', { filePath: '.env' });
    expect(output).toContain('1: KEY=1');
    expect(asked).toMatchObject([
      { permission: 'read', patterns: ['.env'] },
      {
        permission: 'external_directory',
        ...{ patterns: [at('.env')], always: [at('.env')] },
        metadata: {
          parentDir: expect.stringContaining('SECRETS') as string,
          warning: expect.stringContaining('keys') as string,
        },
      },
    ]);
    const found = await use('grep', { pattern: 'KEY' });
    expect(found.output).not.toContain('KEY=1');
  });

  test('outside the workspace somebody is asked first, once, for where links lead', async () => {
    const { outside, at, use } = tools();
    await writeFile(join(outside, 'o.txt'), 'outside\n');
    await symlink(join(outside, 'o.txt'), at('way-out'));
    const pattern = join(outside, '*');
    const byName = await use('read', { filePath: '../outside/o.txt' });
    expect(byName.output).toContain('1: outside');
    expect(byName.asked.map(({ permission, patterns }) => [permission, ...patterns])).toEqual([
      ['external_directory', pattern],
      ['read', '../outside/o.txt'],
    ]);
    const byLink = await use('edit', { filePath: 'way-out', oldString: 'outside', newString: 'changed' });
    expect(byLink.asked.map(({ permission, patterns }) => [permission, ...patterns])).toEqual([
      ['external_directory', pattern],
      ['edit', 'way-out'],
    ]);
    await expect(readFile(join(outside, 'o.txt'), 'utf8')).resolves.toBe('changed\n');
    for (const filePath of ['way-out', '../outside/o.txt']) {
      await expect(use('read', { filePath }, rejecting('external_directory'))).rejects.toThrow('rejected');
    }
  });

  test('names and lines are found as OpenCode lists them', async () => {
    const { outside, at, use } = tools();
    await mkdir(at('find', '.hidden'), { recursive: true });
    await writeFile(at('find', 'a.ts'), 'const needle = 1;\nother\nneedle\n');
    await writeFile(at('find', '.hidden', 'b.ts'), 'needle\n');
    const names = await use('glob', { pattern: '**/*.ts', path: 'find' });
    expect(names).toMatchObject({
      ...{ title: 'find', output: at('find', 'a.ts'), metadata: { count: 1, truncated: false } },
      asked: [{ permission: 'glob', patterns: ['**/*.ts'], metadata: { pattern: '**/*.ts', path: 'find' } }],
    });
    const lines = await use('grep', { pattern: 'needle', path: 'find/a.ts' });
    expect(lines).toMatchObject({
      title: 'needle',
      output: `Found 2 matches\n${at('find', 'a.ts')}:\n  Line 1: const needle = 1;\n\n  Line 3: needle\n`,
      metadata: { matches: 2, truncated: false },
    });
    expect((await use('grep', { pattern: 'needle', include: '*.ts' })).metadata?.['matches']).toBe(3);
    expect((await use('grep', { pattern: 'nowhere to be found' })).output).toBe('No files found');
    await expect(use('grep', { pattern: '(' })).rejects.toThrow(/^regex parse error:/);
    const all = await use('glob', { pattern: '', path: 'find' });
    expect(all.output.split('\n').sort()).toEqual([at('find', '.hidden', 'b.ts'), at('find', 'a.ts')]);
    await expect(use('glob', { pattern: '*', path: 'find/a.ts' })).rejects.toThrow(
      'glob path must be a directory',
    );
    await writeFile(join(outside, 'o.txt'), '');
    const beside = await use('glob', { pattern: '*.txt', path: '../outside' });
    expect(beside.output).toBe(join(outside, 'o.txt'));
    expect(beside.asked.map(({ permission }) => permission)).toEqual(['glob', 'external_directory']);
  });

  test('what a prompt names is read without asking, but not outside', async () => {
    const { real, outside, at } = tools();
    await writeFile(at('a.txt'), 'one\ntwo\n');
    await writeFile(join(outside, 'o.txt'), '');
    await expect(readForPrompt(real.remote, { path: 'a.txt', limit: 1 })).resolves.toMatchObject({
      ...{ path: at('a.txt'), title: 'a.txt', attachments: [] },
      output: expect.stringContaining('\n1: one\n') as string,
    });
    await expect(readForPrompt(real.remote, { path: '../outside/o.txt' })).rejects.toMatchObject({
      kind: 'PermissionRequiredError',
    });
  });
});
