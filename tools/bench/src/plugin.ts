import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { median } from './measure.js';
import { serveOpencode } from './serve-opencode.js';

const aimMs = 150;

/** How long OpenCode waits for the plugin: from the import of its file to the end of its `server()`, in a new process each time. */
export async function printPluginStart(opencode: string, rounds: number): Promise<void> {
  const plugin = join(process.cwd(), 'dist/opencode-plugin/server.js');
  const folder = mkdtempSync(join(tmpdir(), 'orssh-bench-plugin-'));
  try {
    console.log(
      `\nStart of the plugin, cold processes (medians of ${rounds}; at most ${aimMs} ms are wanted)`,
    );
    print(
      'in its Bun alone',
      await times(rounds, () => Promise.resolve(startAlone(opencode, plugin, folder))),
    );
    print(
      'in OpenCode',
      await times(rounds, (round) => startInside(opencode, plugin, join(folder, `h${round}`))),
    );
  } finally {
    rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  }
}

async function times(rounds: number, once: (round: number) => Promise<number>): Promise<number[]> {
  const taken: number[] = [];
  for (let round = -1; round < rounds; round++) {
    const ms = await once(round);
    if (round >= 0) taken.push(ms);
  }
  return taken;
}

function print(name: string, ms: number[]): void {
  const range = `${Math.min(...ms).toFixed(1)} to ${Math.max(...ms).toFixed(1)}`;
  console.log(`  ${name.padEnd(32)}  ${median(ms).toFixed(1).padStart(10)} ms  (${range})`);
}

/** Times the plugin as a plugin of its own that OpenCode loads; `told` is what it does with the time. */
function timed(plugin: string, told: string): string {
  return `export default { id: 'timed', server: async (input, options) => {
    const from = performance.now();
    const hooks = await (await import(${JSON.stringify(plugin)})).default.server(input, options);
    const ms = performance.now() - from;
    ${told}
    return hooks;
  } };\n`;
}

function startAlone(opencode: string, plugin: string, folder: string): number {
  const script = join(folder, 'alone.mjs');
  const input = `{
    directory: '/', worktree: '/', project: { id: 'p' }, experimental_workspace: { register() {} },
    client: { app: { log: async () => {} }, tui: { showToast: async () => {} } },
  }`;
  const body = timed(plugin, 'console.log(ms);').replace('export default', 'const timed =');
  writeFileSync(script, `${body}await timed.server(${input});\nprocess.exit();\n`);
  const env = { ...process.env, BUN_BE_BUN: '1', OPENCODE_EXPERIMENTAL_WORKSPACES: 'true' };
  return Number(execFileSync(opencode, [script], { env, encoding: 'utf8' }));
}

async function startInside(opencode: string, plugin: string, home: string): Promise<number> {
  const [file, result] = [join(home, 'timed.mjs'), join(home, 'ms')];
  mkdirSync(home);
  writeFileSync(
    file,
    timed(plugin, `(await import('node:fs')).writeFileSync(${JSON.stringify(result)}, String(ms));`),
  );
  const served = await serveOpencode({ opencode, home, config: { plugin: [file] } });
  try {
    const answer = await fetch(`${served.url}/config`, { signal: AbortSignal.timeout(60_000) });
    await answer.text();
    return Number(readFileSync(result, 'utf8'));
  } finally {
    await served.stop();
  }
}
