import { posix } from 'node:path';

import type { ToolContext } from '../../opencode/tool.js';
import type { FileOptions } from '../../remote/index.js';
import type { FileRemote } from '../call/file-call.js';

/** What a folder says to whoever works in it. */
export interface Instructions {
  /** Of the file, on the host. */
  path: string;
  text: string;
}

export interface InstructionsOf {
  /** Of the file that is read, on the host. */
  path: string;
  /** Of the assistant's message. */
  messageID: string;
  messages?: ToolContext['messages'];
}

const maxMessages = 200;

/**
 * Instructions of the folders from a file's up to the workspace's directory, which itself is not one of them: those are in the system
 * prompt. Each file comes once in a conversation.
 */
export class NestedInstructions {
  /** Given for a message whose tools have not all answered yet. */
  private readonly given = new Map<string, Set<string>>();

  constructor(
    private readonly remote: FileRemote,
    private readonly env: NodeJS.ProcessEnv = process.env,
  ) {}

  async look({ path, messageID, messages }: InstructionsOf, options: FileOptions): Promise<Instructions[]> {
    const known = loadedIn(messages ?? []);
    const given = this.givenFor(messageID);
    const files = await Promise.all(this.foldersOf(path).map((folder) => this.fileOf(folder, options)));
    const found: Promise<Instructions | undefined>[] = [];
    for (const file of files) {
      if (file === undefined || file === path || known.has(file) || given.has(file)) continue;
      given.add(file);
      found.push(this.read(file, options));
    }
    return (await Promise.all(found)).filter((instructions) => instructions !== undefined);
  }

  private get names(): string[] {
    const off = ['OPENCODE_DISABLE_CLAUDE_CODE', 'OPENCODE_DISABLE_CLAUDE_CODE_PROMPT'];
    const isOff = off.some((name) => /^(1|true)$/i.test(this.env[name] ?? ''));
    return ['AGENTS.md', ...(isOff ? [] : ['CLAUDE.md']), 'CONTEXT.md'];
  }

  private foldersOf(path: string): string[] {
    const folders: string[] = [];
    const root = this.remote.path('.');
    const inside = root === '/' ? root : `${root}/`;
    for (let folder = posix.dirname(path); folder !== root && folder.startsWith(inside);) {
      folders.push(folder);
      folder = posix.dirname(folder);
    }
    return folders;
  }

  private async fileOf(folder: string, options: FileOptions): Promise<string | undefined> {
    const paths = this.names.map((name) => posix.join(folder, name));
    const stats = await Promise.all(paths.map((path) => this.remote.files.stat(path, options)));
    return paths.find((_path, index) => stats[index]?.type !== 'none');
  }

  /** What cannot be read, or may not, says nothing. */
  private async read(path: string, options: FileOptions): Promise<Instructions | undefined> {
    try {
      const { bytes } = await this.remote.files.read(path, options);
      const text = bytes.toString('utf8');
      return text === '' ? undefined : { path, text };
    } catch {
      options.signal?.throwIfAborted();
      return undefined;
    }
  }

  private givenFor(messageID: string): Set<string> {
    const given = this.given.get(messageID) ?? new Set<string>();
    this.given.set(messageID, given);
    for (const old of this.given.keys()) {
      if (this.given.size <= maxMessages) break;
      this.given.delete(old);
    }
    return given;
  }
}

/** What reads in this conversation have said already, as far as it is still in it. */
function loadedIn(messages: NonNullable<ToolContext['messages']>): Set<string> {
  const loaded = new Set<string>();
  for (const { parts } of messages) {
    for (const part of parts) {
      if (part['type'] !== 'tool' || part['tool'] !== 'read') continue;
      const state = part['state'] as
        { status?: string; time?: { compacted?: number }; metadata?: { loaded?: unknown } } | undefined;
      if (state?.status !== 'completed' || state.time?.compacted) continue;
      const { loaded: list } = state.metadata ?? {};
      if (Array.isArray(list)) for (const path of list) if (typeof path === 'string') loaded.add(path);
    }
  }
  return loaded;
}
