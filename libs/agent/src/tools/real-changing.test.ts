import { chmod, mkdir, readdir, readFile, stat, writeFile } from 'node:fs/promises';

import { describeRealTools, rejecting } from '../testing/real-tools.js';
import { toolContext } from '../testing/tool-context.js';
import { fileTools } from './file-tools.js';

describeRealTools('tools that change files, on a real host', (tools) => {
  test('an edit keeps the mode, the line endings and the mark of a file, and shows what it does', async () => {
    const { at, use } = tools();
    await writeFile(at('run.sh'), '\uFEFF#!/bin/sh\r\necho one\r\n');
    await chmod(at('run.sh'), 0o750);
    const { title, output, metadata, asked } = await use('edit', {
      filePath: 'run.sh',
      oldString: 'echo one\n',
      newString: 'echo 1\necho 2\n',
    });
    const diff = `Index: ${at('run.sh')}\n===================================================================\n--- ${at('run.sh')}\n+++ ${at('run.sh')}\n@@ -1,2 +1,3 @@\n #!/bin/sh\n-echo one\n+echo 1\n+echo 2\n`;
    expect({ title, output, metadata }).toEqual({
      ...{ title: 'run.sh', output: 'Edit applied successfully.' },
      metadata: {
        ...{ diagnostics: {}, diff, truncated: false },
        filediff: { file: at('run.sh'), patch: diff, additions: 2, deletions: 1 },
      },
    });
    expect(asked).toEqual([
      {
        ...{ permission: 'edit', patterns: ['run.sh'], always: ['*'] },
        metadata: { filepath: at('run.sh'), diff },
      },
    ]);
    await expect(readFile(at('run.sh'), 'utf8')).resolves.toBe('\uFEFF#!/bin/sh\r\necho 1\r\necho 2\r\n');
    expect((await stat(at('run.sh'))).mode & 0o777).toBe(0o750);
  });

  test('a file that is not UTF-8 keeps its other bytes', async () => {
    const { at, use } = tools();
    await writeFile(at('latin.txt'), Buffer.from([0x61, 0xe9, 0x0a, 0x62]));
    await use('edit', { filePath: 'latin.txt', oldString: 'b', newString: '\u00e0' });
    await expect(readFile(at('latin.txt'))).resolves.toEqual(Buffer.from([0x61, 0xe9, 0x0a, 0xe0]));
    await expect(use('edit', { filePath: 'latin.txt', oldString: 'a', newString: '\u20ac' })).rejects.toThrow(
      /on box is not UTF-8, .* Nothing was written\./,
    );
  });

  test('a file that was changed since it was read is not written', async () => {
    const { at, use } = tools();
    await writeFile(at('shared.txt'), 'one\n');
    const edit = { filePath: 'shared.txt', oldString: 'one', newString: 'two' };
    const duringQuestion = toolContext({
      answer: (input) => (input.permission === 'edit' ? writeFile(at('shared.txt'), 'one!\n') : undefined),
    });
    await expect(use('edit', edit, duringQuestion)).rejects.toThrow(/was changed on box by something else/);
    await use('read', { filePath: 'shared.txt' });
    await writeFile(at('shared.txt'), 'one!!\n');
    await expect(use('edit', edit)).rejects.toThrow(/was changed on box since this session last read it/);
    await expect(use('write', { filePath: 'shared.txt', content: 'x' })).rejects.toThrow(
      /since this session/,
    );
    await expect(readFile(at('shared.txt'), 'utf8')).resolves.toBe('one!!\n');
    await use('read', { filePath: 'shared.txt' });
    await use('edit', edit);
    await use('edit', { filePath: 'shared.txt', oldString: 'two', newString: 'three' });
    await expect(readFile(at('shared.txt'), 'utf8')).resolves.toBe('three!!\n');
  });

  test('edits of one file at the same time all arrive', async () => {
    const { at, use } = tools();
    const names = ['a', 'b', 'c', 'd', 'e'];
    await writeFile(at('busy.txt'), names.join('\n'));
    await Promise.all(
      names.map((name) => use('edit', { filePath: 'busy.txt', oldString: name, newString: `${name}!` })),
    );
    await expect(readFile(at('busy.txt'), 'utf8')).resolves.toBe('a!\nb!\nc!\nd!\ne!');
  });

  test('a file is written anew, with the folders above it, unless the person says no', async () => {
    const { at, use } = tools();
    const args = { filePath: 'new/folder/n.txt', content: 'hello\n' };
    await expect(use('write', args, rejecting('edit'))).rejects.toThrow('rejected');
    await expect(stat(at('new'))).rejects.toThrow('ENOENT');
    const { title, output, metadata } = await use('write', args);
    expect({ title, output, metadata }).toEqual({
      ...{ title: args.filePath, output: 'Wrote file successfully.' },
      metadata: { diagnostics: {}, filepath: at(args.filePath), exists: false, truncated: false },
    });
    await expect(readFile(at(args.filePath), 'utf8')).resolves.toBe('hello\n');
    await expect(use('write', { filePath: 'new', content: '' })).rejects.toThrow('Path is a directory');
    const context = toolContext();
    const below = use('write', { filePath: `${args.filePath}/below`, content: '' }, context);
    await expect(below).rejects.toThrow('not a directory');
    expect(context.asked.map(({ permission }) => permission)).toEqual(['edit']);
  });

  test('a patch adds, changes, moves and deletes, and says so', async () => {
    const { at, use } = tools();
    await mkdir(at('patch'));
    await writeFile(at('patch', 'b.txt'), 'alpha\nbeta\n');
    await writeFile(at('patch', 'c.txt'), 'c\n');
    await writeFile(at('patch', 'd.txt'), 'd one\nd two');
    const patchText =
      '*** Begin Patch\n*** Add File: patch/new/a.txt\n+hello\n*** Update File: patch/b.txt\n@@\n-beta\n+BETA\n' +
      '*** Delete File: patch/c.txt\n*** Update File: patch/d.txt\n*** Move to: patch/e.txt\n@@ d one\n-d two\n+d 2\n*** End Patch';
    const { title, output, metadata, asked } = await use('apply_patch', { patchText });
    expect(output).toBe(
      'Success. Updated the following files:\nA patch/new/a.txt\nM patch/b.txt\nD patch/c.txt\nM patch/e.txt',
    );
    expect(title).toBe(output);
    expect(metadata?.['files']).toMatchObject([
      { type: 'add', relativePath: 'patch/new/a.txt', additions: 1, deletions: 0 },
      { type: 'update', relativePath: 'patch/b.txt', additions: 1, deletions: 1 },
      { type: 'delete', relativePath: 'patch/c.txt', additions: 0, deletions: 2 },
      { type: 'move', filePath: at('patch/d.txt'), relativePath: 'patch/e.txt', movePath: at('patch/e.txt') },
    ]);
    expect(asked[0]?.patterns).toEqual(['patch/new/a.txt', 'patch/b.txt', 'patch/c.txt', 'patch/d.txt']);
    await expect(readdir(at('patch'))).resolves.toEqual(['b.txt', 'e.txt', 'new']);
    await expect(readFile(at('patch', 'e.txt'), 'utf8')).resolves.toBe('d one\nd 2\n');
  });

  test('a patch of which one part cannot be written leaves everything as it was', async () => {
    const { at, use } = tools();
    await mkdir(at('half'));
    await writeFile(at('half', 'a.txt'), 'one\n');
    await writeFile(at('half', 'b.txt'), 'one\n');
    const patchText =
      '*** Begin Patch\n*** Update File: half/a.txt\n@@\n-one\n+two\n*** Add File: half/new.txt\n+new\n' +
      '*** Update File: half/b.txt\n@@\n-one\n+two\n*** End Patch';
    const context = toolContext({ answer: () => writeFile(at('half', 'b.txt'), 'one, changed\n') });
    await expect(use('apply_patch', { patchText }, context)).rejects.toThrow(
      /half\/b\.txt was changed.*\nNothing was changed\.$/,
    );
    await expect(readdir(at('half'))).resolves.toEqual(['a.txt', 'b.txt']);
    await expect(readFile(at('half', 'a.txt'), 'utf8')).resolves.toBe('one\n');
  });

  test('a patch that does not fit asks nobody and changes nothing', async () => {
    const { at, use } = tools();
    await writeFile(at('a.txt'), 'one\n');
    const patchText =
      '*** Begin Patch\n*** Add File: unfit.txt\n+x\n*** Update File: a.txt\n@@\n-nine\n+9\n*** End Patch';
    const context = toolContext();
    await expect(use('apply_patch', { patchText }, context)).rejects.toThrow(
      `apply_patch verification failed: Error: Failed to find expected lines in ${at('a.txt')}:\nnine`,
    );
    expect(context.asked).toEqual([]);
    await expect(stat(at('unfit.txt'))).rejects.toThrow('ENOENT');
  });

  test('a call waits for a host that is away, says so, and goes on', async () => {
    const { real, at } = tools();
    const shown: Record<string, unknown>[] = [];
    const { write } = fileTools(real.remote, {
      running: () => ({
        show(metadata) {
          shown.push(metadata);
          real.door.away(false);
        },
        end: () => Promise.resolve(),
      }),
    });
    real.door.away(true);
    await write?.execute({ filePath: 'patient.txt', content: 'there\n' }, toolContext());
    await expect(readFile(at('patient.txt'), 'utf8')).resolves.toBe('there\n');
    expect(shown[0]).toMatchObject({ away: expect.stringContaining('cannot be reached') as string });
  });
});
