import { setTimeout as pause } from 'node:timers/promises';

import { findProgram } from './find-program.js';
import { startFindStub, type FindStub } from './find-stub.js';
import { plantTree, wantedLine, wantedName } from './find-tree.js';
import { compare, type Contender } from './measure.js';
import { run } from './process.js';
import { printTable } from './report.js';

/** Names and lines in a tree of 100 000 files: the stub over HTTP against `fd` and `rg`. */
export async function compareFind(rounds: number): Promise<void> {
  const fd = findProgram('fdfind', 'fd');
  const rg = findProgram('rg');
  if (!fd || !rg) {
    console.log(`\nFind in 100 000 files\n  skipped: ${fd ? 'rg' : 'fd'} is not installed`);
    return;
  }
  const tree = plantTree();
  const own = await startFindStub(tree.root, false);
  const behind = await startFindStub(tree.root, true);
  try {
    const files = String(tree.files).replace(/000$/, ' 000');
    printTable(`Names in ${files} files`, await compare(names(fd, tree.root, own), rounds));
    printTable(`Lines in ${files} files`, await compare(lines(rg, tree.root, own, behind), rounds));
  } finally {
    own.stop();
    behind.stop();
    tree.remove();
  }
}

function names(fd: string, root: string, stub: FindStub): Contender[] {
  const find = (): Promise<unknown> => some(stub, `/find/file?query=${wantedName}`);
  return [
    {
      name: 'fd',
      baseline: true,
      run: () => run([fd, '--hidden', '--exclude', '.git', 'file1999', root], { minimumBytes: 1 }),
    },
    { name: '/find/file, first query of a stub', before: () => stub.restart(), run: find },
    {
      name: '/find/file, the next letter',
      before: async () => {
        await find();
      },
      run: find,
    },
    // A second later the stub looks at all folders again.
    { name: '/find/file, a while later', before: () => pause(1100), run: find },
  ];
}

function lines(rg: string, root: string, own: FindStub, behind: FindStub): Contender[] {
  const find = `/find?limit=100&pattern=${encodeURIComponent(wantedLine)}`;
  return [
    {
      name: 'rg',
      baseline: true,
      run: () =>
        run([rg, '--no-config', '--json', '--hidden', '--glob=!**/.git/**', '--', wantedLine, root], {
          minimumBytes: 1,
        }),
    },
    { name: '/find, with rg on the host', run: () => some(behind, find) },
    { name: '/find, without', run: () => some(own, find) },
  ];
}

async function some(stub: FindStub, path: string): Promise<void> {
  const found = await stub.get(path);
  if (!Array.isArray(found) || found.length === 0) throw new Error(`${path} found nothing`);
}
