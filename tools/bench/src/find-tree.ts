import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** What is looked for: names and lines that few of the files have. */
export const wantedName = 'part7file1999';
export const wantedLine = 'needle-[0-9]+-end';

const folders = 2000;
const filesInEach = 50;

/** A repository of 100 000 files, 1 KB each, with rules of its own; `remove` takes it away. */
export function plantTree(): { root: string; files: number; remove: () => void } {
  const root = mkdtempSync(join(tmpdir(), 'orssh-find-'));
  mkdirSync(join(root, '.git'));
  writeFileSync(join(root, '.gitignore'), 'node_modules/\n*.log\n/dist\n.cache/\n**/build/*.o\n');
  const filler = 'const value = compute(argument, other) // nothing to see here\n'.repeat(16);
  for (let folder = 0; folder < folders; folder++) {
    const at = join(
      root,
      `package${Math.floor(folder / 100)}`,
      `module${Math.floor(folder / 10) % 10}`,
      `part${folder % 10}`,
    );
    mkdirSync(at, { recursive: true });
    for (let file = 0; file < filesInEach; file++) {
      const content = file === 0 && folder % 100 === 0 ? `${filler}needle-${folder}-end\n` : filler;
      writeFileSync(join(at, `file${folder}-${file}.ts`), content);
    }
  }
  return {
    root,
    files: folders * filesInEach,
    remove: () => {
      rmSync(root, { recursive: true, force: true });
    },
  };
}
