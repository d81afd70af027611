import type { AwayOptions, RemoteFiles } from '../../remote/index.js';
import { limits } from './limits.js';

/** What a path was like when it was looked at. */
type Signature = string;

const noSignature = 'none';

/**
 * Reads text from the host, and remembers all that it looked at: what the text was made of. What may not be read there without
 * asking is not there.
 */
export class HostTexts {
  private readonly looked = new Map<string, Signature>();
  private readonly types = new Map<string, { type: 'file' | 'directory' | 'none'; size: number }>();
  private looks = 0;
  private bytes = 0;
  private files = 0;

  constructor(
    private readonly remote: Pick<RemoteFiles, 'stat' | 'read' | 'entries' | 'glob'>,
    private readonly how: AwayOptions,
  ) {}

  /** Looks at all of these at once: what is asked of them later takes no time. */
  async look(paths: readonly string[]): Promise<void> {
    await Promise.all(paths.map((path) => this.type(path)));
  }

  async type(path: string): Promise<'file' | 'directory' | 'none'> {
    const known = this.types.get(path);
    if (known) return known.type;
    if (this.looks >= limits.looks) return 'none';
    this.looks += 1;
    const { signature, type, size, readable } = await this.stat(path);
    this.looked.set(path, signature);
    const seen =
      readable && (type === 'directory' || (type === 'file' && size <= limits.file)) ? type : 'none';
    this.types.set(path, { type: seen, size: Math.max(0, size) });
    return seen;
  }

  /** Whether something of that name is there, readable or not: only that it is. */
  async exists(path: string): Promise<boolean> {
    const { type, signature } = await this.stat(path);
    this.looked.set(path, signature);
    return type !== 'none';
  }

  /** Undefined where there is no such file, it may not be read, or it is too much. */
  async text(path: string): Promise<string | undefined> {
    if ((await this.type(path)) !== 'file') return undefined;
    if (this.files >= limits.files || this.bytes >= limits.total) return undefined;
    // Before it is read: what is read at once counts in the order in which it was asked for.
    this.files += 1;
    const size = this.types.get(path)?.size ?? 0;
    this.bytes += size;
    const read = await this.remote.read(path, { ...this.how, limit: limits.file }).catch(() => undefined);
    if (!read || read.bytes.includes(0)) return undefined;
    // The host may have said less.
    this.bytes += Math.max(0, read.bytes.length - size);
    if (this.bytes > limits.total) return undefined;
    return read.bytes.toString('utf8');
  }

  /** Paths of the files below a folder, relative to it, whose names end with `.md`. */
  async markdown(folder: string, depth = limits.depth): Promise<string[]> {
    if (depth === 0 || (await this.type(folder)) !== 'directory') return [];
    const { entries } = await this.remote
      .entries(folder, { ...this.how, limit: limits.files })
      .catch(() => ({ entries: [] }));
    const names = entries.filter(({ name }) => isPlainName(name)).slice(0, limits.files);
    const below = await Promise.all(
      names.map(async ({ name, type }) => {
        if (type === 'directory')
          return (await this.markdown(`${folder}/${name}`, depth - 1)).map((path) => `${name}/${path}`);
        return name.endsWith('.md') ? [name] : [];
      }),
    );
    return below.flat().slice(0, limits.files);
  }

  /** Paths of files below `folder`, relative to it. */
  async matches(folder: string, pattern: string): Promise<string[]> {
    if (!/[*?[\]{}]/.test(pattern))
      return (await this.type(`${folder}/${pattern}`)) === 'file' ? [pattern] : [];
    const found = await this.remote
      .glob({ pattern, path: folder, limit: limits.files }, this.how)
      .catch(() => ({ files: [] }));
    return found.files
      .map(({ path }) => (path.startsWith(`${folder}/`) ? path.slice(folder.length + 1) : path))
      .filter((path) => path.split('/').every(isPlainName))
      .slice(0, limits.files)
      .sort();
  }

  /** Whether anything that was looked at is another by now. Costs one round trip. */
  async hasChanged(how: AwayOptions): Promise<boolean> {
    const now = await Promise.all(
      [...this.looked].map(async ([path, before]) => (await this.stat(path, how)).signature !== before),
    );
    return now.includes(true);
  }

  private async stat(path: string, how = this.how) {
    const stat = await this.remote.stat(path, how);
    const readable = stat.inside || stat.approved;
    const signature =
      readable && stat.type !== 'none'
        ? [stat.type, stat.etag, stat.size, stat.modified].join()
        : noSignature;
    return { ...stat, readable, signature };
  }
}

/** Of a file or folder that may be mirrored: a part of a path that leads nowhere else, and that no shell or pattern reads. */
export function isPlainName(name: string): boolean {
  return name !== '.' && name !== '..' && name.length <= 255 && /^[^/\\\p{C}*?[\]{}]+$/u.test(name);
}
