/** A change within a file: these lines, behind a line that may be named, become those. */
export interface PatchChunk {
  context?: string;
  before: string[];
  after: string[];
}

/** What a patch says about one file; paths are as written. */
export type PatchHunk =
  | { type: 'add'; path: string; text: string }
  | { type: 'delete'; path: string }
  | { type: 'update'; path: string; movePath?: string; chunks: PatchChunk[] };

const headers = { add: '*** Add File:', delete: '*** Delete File:', update: '*** Update File:' } as const;
const moveHeader = '*** Move to:';

/** Reads the format of the tool `apply_patch`, as leniently as OpenCode does: lines that say nothing are passed over. */
export function parsePatch(patch: string): PatchHunk[] {
  const lines = withoutHeredoc(patch.trim()).split('\n');
  const begin = lines.findIndex((line) => line.trim() === '*** Begin Patch');
  const end = lines.findIndex((line) => line.trim() === '*** End Patch');
  if (begin < 0 || end < 0 || begin >= end)
    throw new Error('Invalid patch format: missing Begin/End markers');
  const reader = new PatchReader(lines.slice(begin + 1, end));
  return reader.hunks();
}

class PatchReader {
  private at = 0;

  constructor(private readonly lines: readonly string[]) {}

  hunks(): PatchHunk[] {
    const hunks: PatchHunk[] = [];
    while (this.at < this.lines.length) {
      const hunk = this.hunk(this.next());
      if (hunk) hunks.push(hunk);
    }
    return hunks;
  }

  private hunk(header: string): PatchHunk | undefined {
    const type = (['add', 'delete', 'update'] as const).find((name) => header.startsWith(headers[name]));
    if (type === undefined) return undefined;
    const path = header.slice(headers[type].length).trim();
    if (path === '') return undefined;
    if (type === 'delete') return { type, path };
    if (type === 'add') return { type, path, text: this.addedText() };
    const movePath = this.peek()?.startsWith(moveHeader)
      ? this.next().slice(moveHeader.length).trim()
      : undefined;
    return { type, path, ...(movePath && { movePath }), chunks: this.chunks() };
  }

  private addedText(): string {
    const added: string[] = [];
    while (this.isInHunk()) {
      const line = this.next();
      if (line.startsWith('+')) added.push(line.slice(1));
    }
    return added.join('\n');
  }

  private chunks(): PatchChunk[] {
    const chunks: PatchChunk[] = [];
    while (this.isInHunk()) {
      const line = this.next();
      if (line.startsWith('@@')) chunks.push(this.chunk(line.slice(2).trim()));
    }
    return chunks;
  }

  private chunk(context: string): PatchChunk {
    const chunk: PatchChunk = { ...(context !== '' && { context }), before: [], after: [] };
    while (this.isInHunk() && !this.peek()?.startsWith('@@')) {
      const line = this.next();
      const [mark, text] = [line.charAt(0), line.slice(1)];
      if (mark === ' ' || mark === '-') chunk.before.push(text);
      if (mark === ' ' || mark === '+') chunk.after.push(text);
    }
    return chunk;
  }

  private isInHunk(): boolean {
    const line = this.peek();
    return line !== undefined && !line.startsWith('***');
  }

  private peek(): string | undefined {
    return this.lines[this.at];
  }

  private next(): string {
    return this.lines[this.at++] ?? '';
  }
}

/** What a shell would give to a command by `<<EOF`. */
function withoutHeredoc(text: string): string {
  const [, , inner] = /^(?:cat\s+)?<<['"]?(\w+)['"]?\s*\n([\s\S]*?)\n\1\s*$/.exec(text) ?? [];
  return inner ?? text;
}
