import { fstatSync } from 'node:fs';

import { agentFileVariable } from '../agent-file.js';
import { readAgentFile } from '../remote/read-agent-file.js';
import { DoorStub } from './door-stub.js';
import { onOrphaned } from './on-orphaned.js';
import { runShell } from './run-shell.js';
import { lineOf } from './shell-arguments.js';

/** The program that OpenCode takes for the user's shell in an agent host: `-c LINE` runs on the workspace's host. */
async function main(): Promise<number> {
  const line = lineOf(process.argv.slice(2));
  if (line === undefined) return refuse('runs nothing but -c COMMAND, on the host of a workspace.');
  const file = await readAgentFile(process.env);
  if (!file) return refuse(`is for an agent host, which names its file in ${agentFileVariable}.`);
  return runShell(new DoorStub(file), file, line, {
    ...{ env: process.env, cwd: process.cwd(), stdout: process.stdout, stderr: process.stderr },
    stdin: hasInput() ? process.stdin : undefined,
    onSignal(heard) {
      for (const name of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) process.on(name, heard);
      onOrphaned(() => {
        heard('SIGHUP');
      });
    },
  });
}

function refuse(why: string): number {
  process.stderr.write(`orssh: this shell ${why}\n`);
  return 2;
}

/** /dev/null and what is closed have nothing to pass on. */
function hasInput(): boolean {
  try {
    return !fstatSync(0).isCharacterDevice() || process.stdin.isTTY;
  } catch {
    return false;
  }
}

const code = await main().catch((error: unknown) => {
  process.stderr.write(`orssh: ${error instanceof Error ? error.message : String(error)}\n`);
  return 2;
});
// What is written to a pipe may still be under way.
for (const stream of [process.stdout, process.stderr]) {
  await new Promise((resolve) => {
    stream.write('', resolve);
  });
}
process.exit(code);
