/** One workspace by two ids: `here` is OpenCode's row, `there` is what the stub knows. */
export interface Renaming {
  here: string;
  there: string;
}

/** A frame of `/global/event` as OpenCode has to see it. */
export function renamedFrame(frame: unknown, renaming: Renaming): unknown {
  const { here, there } = renaming;
  const { workspace } = (frame ?? {}) as { workspace?: unknown };
  if (workspace !== there) return frame;
  return { ...(renamedValue(frame, renaming) as object), workspace: here };
}

/** Every `workspaceID` in it that is `there` is `here`. */
function renamedValue(value: unknown, renaming: Renaming): unknown {
  if (Array.isArray(value)) return value.map((each) => renamedValue(each, renaming));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, each]) => [
      key,
      key === 'workspaceID' && each === renaming.there ? renaming.here : renamedValue(each, renaming),
    ]),
  );
}

/**
 * Renames in JSON as it comes by, in whatever pieces. Inside a string the quotes of the key would be escaped: only real keys are met.
 */
export class RenamingStream {
  private readonly from: Buffer;
  private readonly to: Buffer;
  private kept: Buffer = Buffer.alloc(0);

  constructor({ from, to }: { from: string; to: string }) {
    this.from = Buffer.from(`"workspaceID":${JSON.stringify(from)}`);
    this.to = Buffer.from(`"workspaceID":${JSON.stringify(to)}`);
  }

  push(chunk: Uint8Array): Buffer {
    let rest = Buffer.concat([this.kept, chunk]);
    const out: Buffer[] = [];
    for (let found = rest.indexOf(this.from); found >= 0; found = rest.indexOf(this.from)) {
      out.push(rest.subarray(0, found), this.to);
      rest = rest.subarray(found + this.from.length);
    }
    const keep = this.beginning(rest);
    this.kept = Buffer.from(rest.subarray(rest.length - keep));
    out.push(rest.subarray(0, rest.length - keep));
    return Buffer.concat(out);
  }

  end(): Buffer {
    return this.kept;
  }

  /** How much of the end may be the beginning of what is looked for. */
  private beginning(text: Buffer): number {
    const most = Math.min(text.length, this.from.length - 1);
    for (let length = most; length > 0; length -= 1)
      if (text.subarray(text.length - length).equals(this.from.subarray(0, length))) return length;
    return 0;
  }
}
