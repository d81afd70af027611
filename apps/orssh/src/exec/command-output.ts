import { StringDecoder } from 'node:string_decoder';

import type { RemoteCommand } from '@orssh/adaptor';
import type { CommandExit } from '@orssh/protocol';

import { jsonLine } from '../output/answer.js';
import type { Gate } from '../output/gate.js';
import { type Output, writable } from '../output/streams.js';

export interface CommandSink {
  /** Writes the output as fast as its reader takes it, and then tells how the command ended. */
  writeAll(command: Pick<RemoteCommand, 'output' | 'exit'>): Promise<CommandExit>;
}

/** The command's bytes as they are, standard output and standard error apart. */
export class BytesOutput implements CommandSink {
  constructor(
    private readonly stdout: Output,
    private readonly stderr: Output,
  ) {}

  async writeAll({ output, exit }: Pick<RemoteCommand, 'output' | 'exit'>): Promise<CommandExit> {
    for await (const { stream, data } of output) {
      const sink = stream === 'stdout' ? this.stdout : this.stderr;
      if (!sink.write(data)) await writable(sink);
    }
    return exit;
  }
}

/** One JSON object a line: `{"type":"stdout","text"}`, `{"type":"stderr","text"}`, and `{"type":"exit",…}` at the end. */
export class JsonOutput implements CommandSink {
  /** `host` is named in each line where there are several. */
  constructor(
    private readonly stdout: Gate,
    private readonly host?: string,
  ) {}

  async writeAll({ output, exit }: Pick<RemoteCommand, 'output' | 'exit'>): Promise<CommandExit> {
    const decoders = { stdout: new StringDecoder('utf8'), stderr: new StringDecoder('utf8') };
    for await (const { stream, data } of output)
      await this.#text(stream, decoders[stream].write(Buffer.from(data)));
    for (const stream of ['stdout', 'stderr'] as const) await this.#text(stream, decoders[stream].end());
    const { exitCode, signal, timedOut, durationMs, hint } = await exit;
    await this.#line({ type: 'exit', exitCode, signal, timedOut, durationMs, hint });
    return exit;
  }

  async #text(type: 'stdout' | 'stderr', text: string): Promise<void> {
    if (text !== '') await this.#line({ type, text });
  }

  async #line(event: Record<string, unknown>): Promise<void> {
    await this.stdout.write(jsonLine({ host: this.host, ...event }));
  }
}
