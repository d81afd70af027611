import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

/** A folder of its own for one test, with a home and a project in it; removed after the test. */
export interface TempFolder {
  readonly path: string;
  readonly home: string;
  readonly project: string;
  readonly env: NodeJS.ProcessEnv;
  /** Writes a file and gives its path; `name` is relative to the folder. A value that is no text is written as JSON. */
  write: (name: string, content: unknown, mode?: number) => string;
}

const made: string[] = [];

afterEach(() => {
  for (const folder of made.splice(0)) rmSync(folder, { recursive: true, force: true });
});

export function tempFolder(): TempFolder {
  const path = mkdtempSync(join(tmpdir(), 'orssh-registry-'));
  made.push(path);
  const home = join(path, 'home');
  const project = join(home, 'project');
  mkdirSync(project, { recursive: true });
  return {
    path,
    home,
    project,
    env: { HOME: home, PATH: process.env['PATH'] },
    write(name, content, mode = 0o644) {
      const file = join(path, name);
      mkdirSync(dirname(file), { recursive: true });
      writeFileSync(
        file,
        typeof content === 'string' || Buffer.isBuffer(content) ? content : JSON.stringify(content, null, 2),
      );
      chmodSync(file, mode);
      return file;
    },
  };
}
