import { mkdir, readdir, readFile, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';

import { replaceFile, stateFolder } from '@orssh/registry';

import { AdaptorError } from '../errors.js';
import { type Binding, bindingSchema, idPattern } from './binding.js';

export interface BindingsOptions {
  env: NodeJS.ProcessEnv;
  /** A damaged file was moved aside. */
  onDamaged: (message: string) => void;
}

/** The workspaces that this machine knows: one 0600 file each, which is replaced as a whole. */
export class Bindings {
  readonly directory: string;

  constructor(private readonly options: BindingsOptions) {
    this.directory = join(stateFolder(options.env), 'workspaces');
  }

  async read(id: string): Promise<Binding | undefined> {
    const file = this.file(id);
    let text: string;
    try {
      text = await readFile(file, 'utf8');
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
      await this.setAside(file);
      return undefined;
    }
    const binding = parse(text);
    if (binding?.id === id) return binding;
    await this.setAside(file);
    return undefined;
  }

  async list(): Promise<Binding[]> {
    let names: string[];
    try {
      names = await readdir(this.directory);
    } catch {
      return [];
    }
    const ids = names.flatMap((name) => (name.endsWith('.json') ? [name.slice(0, -'.json'.length)] : []));
    const all = await Promise.all(ids.filter((id) => idPattern.test(id)).map((id) => this.read(id)));
    return all.filter((binding) => binding !== undefined).sort((a, b) => (a.id < b.id ? -1 : 1));
  }

  async write(binding: Binding): Promise<void> {
    const file = this.file(binding.id);
    try {
      await mkdir(this.directory, { recursive: true, mode: 0o700 });
      await replaceFile(file, JSON.stringify(binding), { durable: true });
    } catch (cause) {
      throw notWritten(binding, this.directory, cause as NodeJS.ErrnoException);
    }
  }

  async remove(id: string): Promise<void> {
    await rm(this.file(id), { force: true });
  }

  private file(id: string): string {
    if (idPattern.test(id)) return join(this.directory, `${id}.json`);
    throw new AdaptorError(
      'bad_workspace',
      '',
      `${JSON.stringify(id)} is not the id of a workspace.`,
      'It begins with "wrk_" and consists of letters, digits, - and _.',
    );
  }

  /** Kept for whoever wants to look; a name that does not end in .json is never read again. */
  private async setAside(file: string): Promise<void> {
    const aside = `${file}.damaged-${Date.now()}`;
    try {
      await rename(file, aside);
      this.options.onDamaged(`A damaged record of a workspace was moved aside, to ${aside}.`);
    } catch (error) {
      this.options.onDamaged(
        `The record of a workspace in ${file} cannot be used: ${(error as Error).message}.`,
      );
    }
  }
}

function notWritten({ name, host }: Binding, directory: string, cause: NodeJS.ErrnoException): AdaptorError {
  const isFull = cause.code === 'ENOSPC' || cause.code === 'EDQUOT';
  const remedy = isFull
    ? 'The disk of this machine is full, not that of the host: free some space, and try again.'
    : 'See that you may write there.';
  const message = `What this machine keeps of the workspace ${name} cannot be written to ${directory}: ${cause.message}.`;
  return new AdaptorError('state_not_written', host, message, remedy, cause);
}

function parse(text: string): Binding | undefined {
  try {
    return bindingSchema.safeParse(JSON.parse(text)).data;
  } catch {
    return undefined;
  }
}
