import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

/** A home of its own for each test of the file, with these files; removed after the test. */
export function tempHome(): {
  path: string;
  env: NodeJS.ProcessEnv;
  write: (name: string, text: string) => string;
} {
  const home = {
    path: '',
    env: {} as NodeJS.ProcessEnv,
    write(name: string, text: string) {
      const file = join(home.path, name);
      mkdirSync(dirname(file), { recursive: true });
      writeFileSync(file, text);
      return file;
    },
  };
  beforeEach(() => {
    home.path = mkdtempSync(join(tmpdir(), 'orssh-test-'));
    home.env = { HOME: home.path, NO_COLOR: '1' };
  });
  afterEach(() => {
    rmSync(home.path, { recursive: true });
  });
  return home;
}
