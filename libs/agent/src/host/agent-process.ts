import { type ChildProcess, spawn } from 'node:child_process';
import { createServer } from 'node:net';

import { wrapperScript } from './wrapper-script.js';

const keptOutput = 8_000;
const lastLines = 5;
const graceMs = 3_000;

export interface StartProcess {
  opencode: string;
  /** Where it runs. */
  directory: string;
  env: NodeJS.ProcessEnv;
}

/** A running `opencode serve`, with the process in front of it. */
export class AgentProcess {
  /** Of the process in front, and of its group. */
  readonly pid: number;
  /** Resolves when it has ended. */
  readonly ended: Promise<void>;
  private output = '';
  private hasEnded = false;
  private heard: () => void = () => undefined;

  private constructor(private readonly child: ChildProcess) {
    this.pid = child.pid ?? 0;
    const hear = (chunk: Buffer): void => {
      this.output = (this.output + chunk.toString('utf8')).slice(-keptOutput);
      this.heard();
    };
    child.stdout?.on('data', hear);
    child.stderr?.on('data', hear);
    // A pipe that broke says nothing that the end does not.
    for (const stream of [child.stdin, child.stdout, child.stderr]) stream?.on('error', () => undefined);
    this.ended = new Promise((resolve) => {
      const end = (error?: unknown): void => {
        if (error instanceof Error) this.output += `${error.message}\n`;
        this.hasEnded = true;
        this.signal('SIGKILL');
        this.heard();
        resolve();
      };
      child.once('error', end);
      child.once('exit', () => {
        end();
      });
    });
  }

  static async start({ opencode, directory, env }: StartProcess): Promise<AgentProcess> {
    // OpenCode's own choice for 0 begins with the port that the user's `opencode serve` has.
    const port = await freePort();
    const serve = [opencode, 'serve', '--hostname', '127.0.0.1', '--port', String(port), '--mdns=false'];
    const child = spawn('/bin/sh', ['-c', wrapperScript, 'opencode-agent-host', ...serve], {
      ...{ cwd: directory, env, detached: true, stdio: ['pipe', 'pipe', 'pipe'] },
    });
    return new AgentProcess(child);
  }

  get isRunning(): boolean {
    return !this.hasEnded;
  }

  /** Whether it said that it ended because it could not have its port. */
  get foundPortTaken(): boolean {
    return this.hasEnded && /\bServeError\b|\bEADDRINUSE\b/.test(this.output);
  }

  /** What it said last, for a person. */
  get lastWords(): string {
    const lines = this.output.split('\n').map((line) => line.trim());
    return lines
      .filter((line) => line !== '')
      .slice(-lastLines)
      .join(' / ');
  }

  /** `http://127.0.0.1:<port>`, once it listens; undefined when it ended before, or the signal was aborted. */
  async listening(signal: AbortSignal): Promise<string | undefined> {
    const stop = (): void => {
      this.heard();
    };
    signal.addEventListener('abort', stop);
    try {
      for (;;) {
        const origin = /listening on (http:\/\/127\.0\.0\.1:\d+)/.exec(this.output)?.[1];
        if (origin !== undefined || this.hasEnded || signal.aborted) return origin;
        await new Promise<void>((resolve) => {
          this.heard = resolve;
        });
      }
    } finally {
      signal.removeEventListener('abort', stop);
    }
  }

  /** The whole group, first with a word. Resolves when nothing of it runs. */
  async end(): Promise<void> {
    this.child.stdin?.destroy();
    this.signal('SIGTERM');
    const timer = setTimeout(() => {
      this.signal('SIGKILL');
    }, graceMs);
    await this.ended;
    clearTimeout(timer);
  }

  private signal(signal: NodeJS.Signals): void {
    if (this.pid === 0) return;
    try {
      process.kill(-this.pid, signal);
    } catch {
      // Nothing of it runs.
    }
  }
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', resolve);
  });
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  return typeof address === 'object' && address !== null ? address.port : 0;
}
