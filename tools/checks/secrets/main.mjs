// `npm run secrets`: looks for secrets in all that is or could be committed; `-- --history`: in all that ever was.
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

import { allowed } from './allowed.mjs';
import { judge } from './judge.mjs';
import { scan } from './scan.mjs';
import { files, history } from './sources.mjs';

const { values } = parseArgs({
  options: {
    root: { type: 'string', default: fileURLToPath(new URL('../../..', import.meta.url)) },
    history: { type: 'boolean', default: false },
  },
});
let texts = 0;
const findings = [];
for await (const { path, content } of values.history ? history(values.root) : files(values.root)) {
  texts += 1;
  findings.push(...(await scan(path, content)));
}
// What was allowed is said of files, not of what they once were.
const problems = judge(findings, values.history ? [] : allowed);
for (const problem of problems) console.error(`secrets: ${problem}`);
if (problems.length > 0)
  console.error('secrets: what is none goes into tools/checks/secrets/allowed.mjs, with why');
console.log(`secrets: ${texts} texts, ${problems.length} problems`);
process.exitCode = problems.length > 0 || texts === 0 ? 1 : 0;
