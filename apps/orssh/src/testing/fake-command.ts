import { PassThrough } from 'node:stream';

import type { CommandOutput, RemoteCommand, RemoteHost } from '@orssh/adaptor';
import type { CommandExit, ExecRequest } from '@orssh/protocol';

/** A remote command that a test scripts: it ends when {@link end} is called. */
export class FakeCommand implements RemoteCommand {
  readonly id = 'exe_1';
  readonly pid = 4711;
  readonly offset = 0;
  readonly stdin = new PassThrough();
  readonly signals: string[] = [];
  readonly exit: Promise<CommandExit>;
  readonly #pieces: CommandOutput[] = [];
  #wake: () => void = () => undefined;
  #finish: (exit: CommandExit) => void = () => undefined;
  #ended = false;

  constructor() {
    this.exit = new Promise((resolve) => {
      this.#finish = resolve;
    });
  }

  readonly output: AsyncIterable<CommandOutput> = this.#read();

  print(stream: 'stdout' | 'stderr', data: string | Uint8Array): this {
    this.#pieces.push({ stream, data: Buffer.from(data) });
    this.#wake();
    return this;
  }

  end(exit: Partial<CommandExit> = {}): this {
    this.#ended = true;
    this.#finish({
      exitCode: 0,
      signal: null,
      timedOut: false,
      killed: false,
      end: 0,
      durationMs: 5,
      ...exit,
    });
    this.#wake();
    return this;
  }

  kill(signal = 'SIGTERM'): Promise<void> {
    this.signals.push(signal);
    return Promise.resolve();
  }

  detach(): void {
    this.end();
  }

  async *#read(): AsyncGenerator<CommandOutput> {
    for (;;) {
      const piece = this.#pieces.shift();
      if (piece) yield piece;
      else if (this.#ended) return;
      else {
        await new Promise<void>((resolve) => {
          this.#wake = resolve;
        });
      }
    }
  }
}

/** A host whose stub answers `exec` with `answer`; `requests` are those that it got. */
export function fakeHost(answer: (request: ExecRequest) => Promise<RemoteCommand>): {
  host: RemoteHost;
  requests: ExecRequest[];
} {
  const requests: ExecRequest[] = [];
  let last: Promise<RemoteCommand> | undefined;
  const host = {
    destination: { target: 'web1', user: 'me', host: 'web1.example', port: 22 },
    stub: {
      exec(request: ExecRequest) {
        requests.push(request);
        last = answer(request);
        return last;
      },
      async killKey(_key: string, { name }: { name: string }) {
        await (await last)?.kill(name);
      },
    },
    close: () => Promise.resolve(),
  };
  return { host: host as unknown as RemoteHost, requests };
}
