import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** Gives a home folder its opencode.json. OpenCode takes what it would install there for installed. */
export function makeOpencodeHome(home: string, config: Record<string, unknown>): void {
  const folder = join(home, '.config/opencode');
  mkdirSync(join(folder, 'node_modules'), { recursive: true });
  writeFileSync(join(folder, 'package.json'), '{}');
  const lock = { lockfileVersion: 3, packages: { '': { dependencies: { '@opencode-ai/plugin': '*' } } } };
  writeFileSync(join(folder, 'package-lock.json'), JSON.stringify(lock));
  writeFileSync(join(folder, 'opencode.json'), JSON.stringify({ autoupdate: false, ...config }));
}
