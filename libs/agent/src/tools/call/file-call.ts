import { posix } from 'node:path';

import { StubError } from '@orssh/adaptor';

import { alwaysOf } from '../../opencode/always-of.js';
import type { FolderRules } from '../../opencode/folder-rules.js';
import type { ToolContext } from '../../opencode/tool.js';
import type { FileOptions, FileStat, Remote } from '../../remote/index.js';
import { type Settled, valueOf } from './settled.js';

/** What of a workspace's host a tool for files needs. */
export type FileRemote = Pick<Remote, 'host' | 'files' | 'path' | 'relative'>;

/** One call of a tool: what was asked in it, and what the answers allow it to touch. */
export class FileCall {
  private readonly allowed = new Set<string>();

  constructor(
    readonly remote: FileRemote,
    readonly context: Pick<ToolContext, 'ask' | 'abort' | 'agent' | 'sessionID' | 'noted'>,
    private readonly onAway?: (why: string | undefined) => void,
    private readonly rules?: Pick<FolderRules, 'forbid'>,
  ) {}

  /** For each request of this call. */
  get options(): FileOptions {
    const { allowed, onAway } = this;
    return { signal: this.context.abort, onAway, ...(allowed.size > 0 && { allow: [...allowed] }) };
  }

  stat(path: string): Promise<FileStat> {
    return this.remote.files.stat(path, this.options);
  }

  /**
   * Asks for the folder that a path leads to, links followed, where that is outside the workspace, was not approved for good (or is
   * forbidden since) and not asked for in this call. Rejects when the answer is no.
   */
  async askOutside({ path, resolved, type, inside, approved }: FileStat, kind = kindOf(type)): Promise<void> {
    if (inside) return;
    const folder = kind === 'directory' ? resolved : posix.dirname(resolved);
    if (approved && !(await this.rules?.forbid(this.context, posix.join(folder, '*')))) return;
    await this.askFolder(path, folder);
  }

  /**
   * Whether a place is asked for by its own name, with a warning, which leaves nothing else to ask: OpenCode's rules ask about `.env`
   * besides. What they forbid they are to say.
   */
  async isAskedByName(stat: Promise<FileStat>, title: string): Promise<boolean> {
    if (!/\.env[^/]*$/i.test(title) || !this.rules) return false;
    const secret = await stat.then(
      (seen) => seen.secret,
      () => false,
    );
    return secret && !(await this.rules.forbid(this.context, title, 'read'));
  }

  /** Asks for the permission of a tool, for paths of the host. */
  async ask(permission: string, patterns: string[], metadata: Record<string, unknown>): Promise<void> {
    await this.context.ask({ permission, patterns, always: ['*'], metadata });
  }

  /** To be awaited before anything is changed. */
  async noted(): Promise<void> {
    await this.context.noted?.();
  }

  /**
   * Does something with a path; where the host finds that it leads further than it seemed, asks and does it once more. `early` is what
   * became of it where it was begun before.
   */
  async reach<T>(path: string, act: () => Promise<T>, early?: Settled<T>): Promise<T> {
    try {
      return early ? valueOf(early) : await act();
    } catch (error) {
      const refused = refusedPlace(error);
      if (refused === undefined) throw error;
      await this.askFor(path, refused);
      return act();
    }
  }

  private askFolder(filepath: string, parentDir: string): Promise<void> {
    return this.askFor(filepath, { parentDir, patterns: [posix.join(parentDir, '*')] });
  }

  private async askFor(filepath: string, { patterns, ...about }: RefusedPlace): Promise<void> {
    if (patterns.every((pattern) => this.allowed.has(pattern))) return;
    await this.context.ask({
      ...{ permission: 'external_directory', patterns, always: alwaysOf(patterns) },
      metadata: { filepath, ...about },
    });
    for (const pattern of patterns) this.allowed.add(pattern);
  }
}

function kindOf(type: FileStat['type']): 'directory' | 'file' {
  return type === 'directory' ? 'directory' : 'file';
}

/** What a person is shown, and has to allow. */
interface RefusedPlace {
  parentDir: string;
  patterns: string[];
  /** Of what may hold secrets, which only its own name allows. */
  warning?: string;
}

function refusedPlace(error: unknown): RefusedPlace | undefined {
  if (!(error instanceof StubError) || error.kind !== 'PermissionRequiredError') return undefined;
  const { directory, resolved, patterns, warning } = error.body.data;
  if (directory === undefined) return undefined;
  if (warning === undefined || patterns === undefined) {
    return { parentDir: directory, patterns: [posix.join(directory, '*')] };
  }
  return { parentDir: `${resolved ?? directory} (SECRETS)`, patterns, warning };
}

/** Outside the workspace's directory by its name alone; what a link inside leads to is known only later. */
export function isBeside(relative: string): boolean {
  return relative === '..' || relative.startsWith('../');
}
