import { posix } from 'node:path';

import type { Message } from './json-lines.js';
import { movePaths } from './editor-paths.js';

/** Answers OpenCode in the editor's place. */
export type Answer = (message: Message) => void;

interface Params {
  cwd?: unknown;
  sessionId?: unknown;
}

/**
 * Stands between an editor and `opencode acp`: the editor's folder is the one on the host, whatever it is called here, and nothing
 * that OpenCode wants done with files or commands reaches the editor, which would do it on this machine.
 */
export class EditorSide {
  /** The editor's folder of each session, and of what was asked for and is not answered. */
  private readonly folders = new Map<unknown, string>();
  private readonly asked = new Map<unknown, string>();
  private latest: string | undefined;

  constructor(
    private readonly directory: string,
    private readonly answer: Answer,
  ) {}

  /** What OpenCode is told. */
  fromEditor(message: Message): Message {
    const { id, method, params } = message;
    if (method === 'initialize') return { ...message, params: withoutHands(params) };
    if (method === undefined) return this.moved(message, this.latest);
    const { cwd, sessionId } = (params ?? {}) as Params;
    if (typeof cwd === 'string') {
      this.latest = cwd;
      if (id !== undefined) this.asked.set(id, cwd);
      if (sessionId !== undefined) this.folders.set(sessionId, cwd);
      return { ...message, params: { ...this.inHost(params, cwd), cwd: this.directory } };
    }
    const folder = this.folderOf(params);
    return folder === undefined ? message : { ...message, params: this.inHost(params, folder) };
  }

  /** What the editor is told; undefined: nothing. */
  toEditor(message: Message): Message | undefined {
    const { id, method, params, result } = message;
    if (method === undefined) {
      const folder = this.asked.get(id) ?? this.latest;
      this.asked.delete(id);
      const { sessionId } = (result ?? {}) as Params;
      if (sessionId !== undefined && folder !== undefined) this.folders.set(sessionId, folder);
      return folder === undefined || result === undefined
        ? message
        : { ...message, result: this.here(result, folder) };
    }
    if (typeof method === 'string' && /^(?:fs|terminal)\//.test(method)) {
      if (id !== undefined) this.refuse(id, method);
      return undefined;
    }
    const folder = this.folderOf(params);
    return { ...message, params: this.here(withoutStrangers(params, this.directory), folder) };
  }

  private folderOf(params: unknown): string | undefined {
    return this.folders.get(((params ?? {}) as Params).sessionId) ?? this.latest;
  }

  private moved(message: Message, folder: string | undefined): Message {
    return folder === undefined ? message : this.inHost(message, folder);
  }

  private inHost(value: unknown, folder: string): object {
    return movePaths(value, folder, this.directory) as object;
  }

  private here(value: unknown, folder: string | undefined): unknown {
    return folder === undefined ? value : movePaths(value, this.directory, folder);
  }

  /** An edit that was allowed is also offered to the editor, for this machine: it counts as done. */
  private refuse(id: unknown, method: string): void {
    if (method === 'fs/write_text_file') this.answer({ id, result: {} });
    else this.answer({ id, error: { code: -32601, message: `${method} is not for this machine` } });
  }
}

/** The editor's own ways to read, write and run are of this machine. */
function withoutHands(params: unknown): unknown {
  const { clientCapabilities, ...others } = (params ?? {}) as { clientCapabilities?: object };
  const fs = { readTextFile: false, writeTextFile: false };
  return { ...others, clientCapabilities: { ...clientCapabilities, fs, terminal: false } };
}

/**
 * A place outside of the folder is none that the editor could show: at best there is another file of that name here. What the model
 * wrote relative to the folder is made absolute, as the protocol wants it.
 */
function withoutStrangers(params: unknown, directory: string): unknown {
  const below = directory.endsWith('/') ? directory : `${directory}/`;
  const isOurs = (one: unknown): boolean => {
    const { path } = (one ?? {}) as { path?: unknown };
    return typeof path === 'string' && (path === directory || path.startsWith(below));
  };
  const whole = (one: unknown): unknown => {
    const { path } = (one ?? {}) as { path?: unknown };
    return typeof path === 'string' ? { ...(one as object), path: posix.resolve(directory, path) } : one;
  };
  const cleaned = (key: string, value: unknown): unknown => {
    if (key === 'locations' && Array.isArray(value)) return value.map(whole).filter(isOurs);
    return (value as { type?: unknown } | null)?.type === 'diff' ? whole(value) : value;
  };
  return params === undefined ? undefined : JSON.parse(JSON.stringify(params, cleaned));
}
