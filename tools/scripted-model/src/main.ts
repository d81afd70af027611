import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';

import { startScriptedModel } from './start-scripted-model.js';
import type { Steps } from './turn.js';

type Line = Steps | { when: { system?: string; first?: string }; turns: Steps[] };

const { values, positionals } = parseArgs({
  options: { port: { type: 'string' } },
  allowPositionals: true,
});
const port = values.port === undefined ? undefined : Number(values.port);
const model = await startScriptedModel(port === undefined ? {} : { port });
for (const file of positionals) {
  for (const line of JSON.parse(readFileSync(file, 'utf8')) as Line[]) {
    if (!('when' in line)) model.script(line);
    else model.when(patterns(line.when)).script(...line.turns);
  }
}
process.stdout.write(`${model.url}\n`);

function patterns({ system, first }: { system?: string; first?: string }): {
  system?: RegExp;
  first?: RegExp;
} {
  return {
    ...(system === undefined ? {} : { system: new RegExp(system) }),
    ...(first === undefined ? {} : { first: new RegExp(first) }),
  };
}
