import { ReplaceBytes, type Replacement } from '../../replace-bytes.js';
import { hostFileScheme } from './file-url.js';

/** Turns the agent host's folder into the workspace's directory in what it says, and whatever folder is named into its own in what it is told. */
export class AnchorPaths {
  private readonly replacements: Replacement[];

  constructor(
    readonly anchor: string,
    directory: string,
  ) {
    this.replacements = [inJson, inUrl, encodeURIComponent].flatMap((written) =>
      asWritten(written, anchor, directory),
    );
    this.replacements.push({ from: Buffer.from(`${hostFileScheme}//`), to: Buffer.from('file://') });
  }

  /** For one answer. */
  replacer(): ReplaceBytes {
    return new ReplaceBytes(this.replacements);
  }

  /** The target of a request: it names no other folder and no workspace, for the agent host has one of each. */
  target({ path }: { path: string }): string {
    const [pathname = '', query = ''] = path.split('?');
    const own = new URLSearchParams(
      [...new URLSearchParams(query)].filter(
        ([name]) => !/^(directory|workspace|auth_token|location(\[.*)?)$/.test(name),
      ),
    );
    own.set('directory', this.anchor);
    if (pathname.startsWith('/api/')) own.set('location[directory]', this.anchor);
    // Relative to what is the root of a repository there, and not here.
    if (pathname === '/session') own.delete('path');
    return `${pathname}?${own.toString()}`;
  }

  get headers(): Record<string, string> {
    return { 'x-opencode-directory': encodeURIComponent(this.anchor) };
  }
}

/** A root has a slash where other directories have none. */
function asWritten(written: (path: string) => string, anchor: string, directory: string): Replacement[] {
  const plain = directory.replace(/(?<=.)\/$/, '');
  const pairs: [string, string][] = [[anchor, plain]];
  if (plain === '/') pairs.push([`${anchor}/`, '/']);
  return pairs.map(([from, to]) => ({ from: Buffer.from(written(from)), to: Buffer.from(written(to)) }));
}

function inUrl(path: string): string {
  return inJson(`file://${encodeURI(path)}`);
}

function inJson(path: string): string {
  return JSON.stringify(path).slice(1, -1);
}
