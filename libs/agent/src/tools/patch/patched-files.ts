import type { FileBytes, FileStat } from '../../remote/index.js';
import type { FileCall } from '../call/file-call.js';
import { openFile, refuseOther } from '../change/open-file.js';
import { decodeFile, type TextFile } from '../text/text-file.js';

/** A file that a patch names, as it is on the host and as the patch leaves it. */
export interface PatchedFile {
  readonly path: string;
  readonly stat: FileStat;
  /** On the host; undefined where there is none. */
  readonly original: FileBytes | undefined;
  /** After what the patch says so far; undefined for none. */
  now: TextFile | undefined;
  isTouched: boolean;
}

/** The files of one patch, read once each; what an earlier part of the patch did to them is seen by the later ones. */
export class PatchedFiles {
  private readonly opened = new Map<string, Promise<PatchedFile>>();
  private readonly files: PatchedFile[] = [];

  constructor(
    private readonly call: FileCall,
    private readonly onOpen: (file: PatchedFile) => void,
  ) {}

  /** Begins to read these at once; what is wrong with one is said when it is opened. */
  prepare(paths: readonly string[]): void {
    for (const path of paths) this.open(path).catch(() => undefined);
  }

  open(path: string): Promise<PatchedFile> {
    const opened = this.opened.get(path) ?? this.read(path);
    this.opened.set(path, opened);
    return opened;
  }

  get touched(): PatchedFile[] {
    return this.files.filter(({ isTouched }) => isTouched);
  }

  private async read(path: string): Promise<PatchedFile> {
    const { stat, file: original } = await openFile(this.call, path);
    refuseOther(stat, path, this.call.remote.host);
    const file = { path, stat, original, now: original && decodeFile(original.bytes), isTouched: false };
    this.onOpen(file);
    this.files.push(file);
    return file;
  }
}
