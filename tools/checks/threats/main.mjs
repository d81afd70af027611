// `npm run threats`: holds the table of threats in SECURITY.md to the tests that it names.
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { judge } from './judge.mjs';

const root = fileURLToPath(new URL('../../..', import.meta.url));
const list = ['ls-files', '-z', '--cached', '--others', '--exclude-standard'];
const { stdout } = spawnSync('git', list, { cwd: root, encoding: 'utf8', maxBuffer: 64 * 1024 * 1024 });
const read = (path) => readFileSync(join(root, path), 'utf8');

const { rows, tests, problems } = judge(read('SECURITY.md'), stdout.split('\0'), read);
for (const problem of problems) console.error(`threats: ${problem}`);
console.log(`threats: ${rows} rows, ${tests} tests, ${problems.length} problems`);
process.exitCode = problems.length > 0 ? 1 : 0;
