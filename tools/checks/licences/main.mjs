// `npm run licences`: writes THIRD_PARTY_NOTICES.txt, of all that is published and not ours; `--check` only says whether it is that.
import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

import { collectGo } from './collect-go.mjs';
import { collectNpm } from './collect-npm.mjs';
import { judge } from './judge.mjs';
import { notices } from './notices.mjs';

const file = fileURLToPath(new URL('../../../THIRD_PARTY_NOTICES.txt', import.meta.url));
const { values } = parseArgs({ options: { check: { type: 'boolean', default: false } } });

const parts = { npm: await collectNpm(), go: collectGo() };
const all = [...parts.go, ...parts.npm];
const problems = judge(all);
const text = notices(parts);
if (values.check && text !== readFileSync(file, 'utf8'))
  problems.push('THIRD_PARTY_NOTICES.txt is not what is shipped: npm run licences');
else if (!values.check && problems.length === 0) writeFileSync(file, text);
for (const problem of problems) console.error(`licences: ${problem}`);
console.log(`licences: ${all.length} parts of others, ${problems.length} problems`);
process.exitCode = problems.length > 0 ? 1 : 0;
