import { isRecord } from '../durable-event.js';
import { asHostFile, fileOnHost, type FileOnHost, isFileUrl } from './file-url.js';
import { mentionedFiles } from './mentions.js';
import type { ReadAnswer, ReadFile } from './read-file.js';

type Part = Record<string, unknown>;

export interface PromptFilesOptions {
  /** For messages. */
  host: string;
  /** The workspace's, on the host. */
  directory: string;
  readFile: ReadFile | undefined;
  /** The bytes of a file; rejects for a directory with `isDirectory`. */
  readBytes: (path: string, signal: AbortSignal) => Promise<Buffer | 'directory'>;
  /** Shows a person what the model is told: that a file which they named could not be read. */
  tell?: (message: string) => void;
}

const directoryOutput = /^<path>[^\n]*<\/path>\n<type>directory<\/type>/;

/**
 * The files that a prompt names, read on the host: OpenCode would read them on this machine. The parts are those that OpenCode makes of
 * them (`SessionPrompt.createUserMessage`), and none of them is a file of any machine any more.
 */
export class PromptFiles {
  constructor(private readonly options: PromptFilesOptions) {}

  /** The body of a prompt. Of what its text mentions, what the host does not have stays text. */
  async prompt(body: Part, signal: AbortSignal): Promise<Part> {
    const { parts } = body;
    if (!Array.isArray(parts)) return body;
    const mentioned = mentionedFiles(parts, this.options.directory).map((part) =>
      this.filePart(part, signal).catch(() => []),
    );
    const named = this.withParts(body, (part) => this.promptPart(part, signal));
    return { ...body, parts: [(await named)['parts'], ...(await Promise.all(mentioned))].flat() };
  }

  /** The body of a command, which may hold files only: text comes as one. */
  async command(body: Part, signal: AbortSignal): Promise<Part> {
    return this.withParts(body, async (part) => {
      const parts = await this.promptPart(part, signal);
      if (parts.length === 1 && parts[0] === part) return parts;
      const attached = parts.filter((one) => one['type'] === 'file' && isData(one['url']));
      if (attached.length > 0) return attached;
      const text = String(parts.filter((one) => one['type'] === 'text').at(-1)?.['text']);
      return [{ ...part, mime: 'text/plain', url: dataUrl('text/plain', Buffer.from(text)) }];
    });
  }

  private async withParts(body: Part, of: (part: Part) => Promise<Part[]>): Promise<Part> {
    const { parts } = body;
    if (!Array.isArray(parts)) return body;
    const read = await Promise.all(
      parts.map(async (part: unknown) =>
        isRecord(part) && part['type'] === 'file' ? await of(part) : [part],
      ),
    );
    return { ...body, parts: read.flat() };
  }

  private async promptPart(part: Part, signal: AbortSignal): Promise<Part[]> {
    const { url, source } = part;
    if (typeof url !== 'string' || !isFileUrl(url)) return [part];
    const visible = { ...part, url: asHostFile(url) };
    // Read by the MCP server that it names.
    if (isRecord(source) && source['type'] === 'resource') return [visible];
    const file = fileOnHost(url);
    if (!file) return [text(`Read tool failed to read ${url} with the following error: it names no file`)];
    try {
      return await this.filePart(part, signal);
    } catch (error) {
      const why = error instanceof Error ? error.message : String(error);
      const { host, tell } = this.options;
      tell?.(`${file.path} could not be read on ${host}, where this workspace's files are. ${why}`);
      return [
        text(called(inputOf(file))),
        text(`Read tool failed to read ${file.path} with the following error: ${why}`),
      ];
    }
  }

  private async filePart(part: Part, signal: AbortSignal): Promise<Part[]> {
    const { mime } = part;
    const url = String(part['url']);
    const visible = { ...part, url: asHostFile(url) };
    const file = fileOnHost(url);
    if (!file) throw new Error(`${url} names no file`);
    return mime === 'text/plain' || mime === 'application/x-directory'
      ? this.asText(file, visible, signal)
      : this.asBytes(file, visible, signal);
  }

  private async asText(file: FileOnHost, visible: Part, signal: AbortSignal): Promise<Part[]> {
    const input = inputOf(file);
    const { output, attachments = [] } = await this.read(input, signal);
    if (directoryOutput.test(output)) {
      const whole = { filePath: file.path };
      return [text(called(whole)), text(output), { ...visible, mime: 'application/x-directory' }];
    }
    const read = [text(called(input)), text(output)];
    if (attachments.length === 0) return [...read, { ...visible, mime: 'text/plain' }];
    const { filename, source } = visible;
    return [...read, ...attachments.map((one) => ({ filename, source, ...one }))];
  }

  private async asBytes(file: FileOnHost, visible: Part, signal: AbortSignal): Promise<Part[]> {
    const bytes = await this.options.readBytes(file.path, signal);
    if (bytes === 'directory') return this.asText({ path: file.path }, visible, signal);
    const mime = String(visible['mime']);
    return [text(called({ filePath: file.path })), { ...visible, url: dataUrl(mime, bytes) }];
  }

  private read({ filePath, offset, limit }: ReadInput, signal: AbortSignal): Promise<ReadAnswer> {
    const { readFile, host } = this.options;
    if (!readFile) throw new Error(`nothing here reads files of ${host}`);
    return readFile({ path: filePath, offset, limit }, signal);
  }
}

interface ReadInput {
  filePath: string;
  offset?: number;
  limit?: number;
}

function inputOf({ path, start, end }: FileOnHost): ReadInput {
  if (start === undefined) return { filePath: path };
  const offset = Math.max(start, 1);
  return { filePath: path, offset, limit: end ? end - (offset - 1) : undefined };
}

function called(input: ReadInput): string {
  return `Called the Read tool with the following input: ${JSON.stringify(input)}`;
}

/** Marked: what an agent host has read on its own machine is refused there. */
function text(value: string): Part {
  return { type: 'text', synthetic: true, text: value, metadata: { orssh: 'host' } };
}

function dataUrl(mime: string, bytes: Buffer): string {
  return `data:${mime};base64,${bytes.toString('base64')}`;
}

function isData(url: unknown): boolean {
  return typeof url === 'string' && url.startsWith('data:');
}
