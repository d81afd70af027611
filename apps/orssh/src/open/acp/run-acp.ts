import { spawn } from 'node:child_process';
import { once } from 'node:events';

import type { Cli } from '../../cli.js';
import { endOf } from '../end-of.js';
import type { OpenedRemote } from '../open-remote.js';
import { EditorSide } from './editor-side.js';
import { startGatewayProxy } from './gateway-proxy.js';
import { rewriteLines } from './json-lines.js';

const endMs = 4_000;

export interface RunAcp {
  /** OpenCode. */
  file: string;
  remote: OpenedRemote;
  passed: readonly string[];
}

/** Serves the editor at standard input and output until it goes away, or a signal comes; resolves with the exit code. */
export async function runAcp(cli: Cli, { file, remote, passed }: RunAcp): Promise<number> {
  const proxy = await startGatewayProxy(remote);
  const child = spawn(file, ['acp', '--hostname=127.0.0.1', '--port=0', '--mdns=false', ...passed], {
    stdio: ['pipe', 'pipe', 'inherit'],
    env: acpEnv(cli.env, proxy),
    cwd: '/',
  });
  const side = new EditorSide(remote.directory, (message) => {
    child.stdin.write(`${JSON.stringify({ jsonrpc: '2.0', ...message })}\n`);
  });
  const disown = cli.interrupts.ownedBy({
    forward: (signal) => child.kill(signal as NodeJS.Signals),
    async giveUp() {
      child.kill('SIGKILL');
      await remote.close();
    },
  });
  let late: NodeJS.Timeout | undefined;
  try {
    const ended = endOf(child, file);
    // Whoever has ended reads no more.
    for (const stream of [child.stdin, child.stdout]) stream.on('error', () => undefined);
    cli.stdin.pipe(rewriteLines((message) => side.fromEditor(message))).pipe(child.stdin);
    cli.stdin.once('end', () => {
      late = setTimeout(() => child.kill(), endMs);
    });
    const out = child.stdout.pipe(rewriteLines((message) => side.toEditor(message)));
    out.pipe(cli.stdout, { end: false });
    const code = await ended;
    if (!out.readableEnded) await once(out, 'end').catch(() => undefined);
    return code;
  } finally {
    clearTimeout(late);
    disown();
    await proxy.close();
  }
}

/** What it asks by HTTP it asks the gateway; it needs nothing else of the network. */
function acpEnv(
  env: NodeJS.ProcessEnv,
  { url, password }: { url: string; password: string },
): NodeJS.ProcessEnv {
  return {
    ...env,
    ...{ HTTP_PROXY: url, http_proxy: url, NO_PROXY: '', no_proxy: '' },
    OPENCODE_SERVER_USERNAME: 'opencode',
    OPENCODE_SERVER_PASSWORD: password,
    OPENCODE_DISABLE_MODELS_FETCH: '1',
    OPENCODE_DISABLE_AUTOUPDATE: '1',
    OPENCODE_EXPERIMENTAL_WORKSPACES: undefined,
  };
}
