import { fileURLToPath } from 'node:url';

import type { LocalLook } from './mentions.js';
import { mentionsIn, withoutLocalMentions } from './mentions.js';

type Part = Record<string, unknown>;

/** Reads a file or folder of the host for a prompt, as parts that OpenCode takes as they are; undefined where nothing is there. */
export type ReadForPrompt = (path: string, options: { sessionID: string }) => Promise<Part[] | undefined>;

export interface HostPromptsOptions {
  read: ReadForPrompt;
  look: LocalLook;
  /** The workspace's folders in place of this machine's. */
  onHost: (text: string) => string;
  isAgent: (name: string) => Promise<boolean>;
}

/** Prompts whose mentions (`@file`) are of the host, before OpenCode looks for them on this machine. */
export class HostPrompts {
  constructor(private readonly options: HostPromptsOptions) {}

  /** A subagent's prompt, which is a text: what it mentions is written below it. */
  async text(prompt: string, sessionID: string): Promise<string> {
    const { onHost, look } = this.options;
    const said = onHost(prompt);
    const parts = await this.mentioned(said, sessionID);
    return [await withoutLocalMentions(said, look), ...parts.map(asText)].join('\n\n');
  }

  /** The parts that OpenCode made of a command's template: files that it found on this machine go, the host's come. Changed in place. */
  async command(parts: Part[], sessionID: string): Promise<void> {
    const { onHost } = this.options;
    const files: Part[] = [];
    const read = new Set<string>();
    for (const part of parts) {
      if (part['type'] !== 'text' || typeof part['text'] !== 'string') continue;
      part['text'] = onHost(part['text']);
      for (const name of mentionsIn(part['text'] as string)) read.add(name);
      files.push(...(await this.mentioned(part['text'] as string, sessionID)));
    }
    for (const part of parts) {
      if (!isLocalFile(part) || read.has(String(part['filename']))) continue;
      files.push(...((await this.options.read(onHost(pathOf(part)), { sessionID })) ?? []));
    }
    for (const part of parts) {
      if (part['type'] === 'subtask' && typeof part['prompt'] === 'string')
        part['prompt'] = onHost(part['prompt']);
    }
    parts.splice(0, parts.length, ...parts.filter((part) => !isLocalFile(part)), ...files);
  }

  /** What of a text's mentions is on the host, in their order. */
  private async mentioned(text: string, sessionID: string): Promise<Part[]> {
    const { read, isAgent } = this.options;
    const found = await Promise.all(
      mentionsIn(text).map(async (name) => ((await isAgent(name)) ? undefined : read(name, { sessionID }))),
    );
    return found.flatMap((parts) => parts ?? []);
  }
}

function isLocalFile({ type, url }: Part): boolean {
  return type === 'file' && typeof url === 'string' && /^file:/i.test(url);
}

function pathOf({ url }: Part): string {
  return fileURLToPath(String(url).replace(/[?#].*$/, ''));
}

function asText(part: Part): string {
  if (typeof part['text'] === 'string') return part['text'];
  const name = typeof part['filename'] === 'string' ? part['filename'] : 'a file';
  return `(${name} is not text: the tool read shows it.)`;
}
