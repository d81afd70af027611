import { isDeepStrictEqual } from 'node:util';

import type { StubWorkspace } from '@orssh/protocol';

import { AdaptorError } from '../errors.js';
import type { StubClient } from '../stub-client.js';
import { StubError } from '../stub-error.js';
import { type HostTerms, termsOf } from '../terms-of.js';
import type { Binding } from './binding.js';
import { plain } from './plain.js';

export interface RegisterWorkspace {
  binding: Binding;
  /** Folders that are approved when the stub does not know the workspace yet. */
  allow: readonly string[];
  host: string;
  terms: HostTerms;
  /** From then on the stub knows a workspace that it did not know, or may know it. */
  onRegistered: () => void;
}

/** Makes the stub know the workspace; one that it knows stays as it is, with the approvals that it has by now. */
export async function registerWorkspace(
  stub: Pick<StubClient, 'workspaces' | 'registerWorkspace' | 'approve'>,
  { binding, allow, host, terms, onRegistered }: RegisterWorkspace,
): Promise<StubWorkspace> {
  const { workspaceID: id, type, name, directory, projectID } = binding;
  const known = (await stub.workspaces()).find((one) => one.id === id);
  const isKnown = known?.projectID === projectID;
  const wanted = termsOf(terms);
  if (isKnown && isDeepStrictEqual(termsOf(known), wanted)) return known;
  const registered = await stub
    .registerWorkspace({
      id,
      type,
      name,
      directory,
      projectID,
      extra: null,
      enforcement: 'best-effort',
      ...wanted,
    })
    .catch((error: unknown) => {
      // Its answer may be all that was lost.
      if (!isKnown && !(error instanceof StubError)) onRegistered();
      throw folderError(error, { host, folder: directory, field: 'directory' }) ?? error;
    });
  if (isKnown) return registered;
  onRegistered();
  for (const path of allow) {
    const folder = path.replace(/\/\*{1,2}$/, '') || '/';
    await stub.approve({ workspaceID: id, path: folder, by: 'permission.allow' }).catch((error: unknown) => {
      throw folderError(error, { host, folder, field: 'permission.allow' }) ?? error;
    });
  }
  return registered;
}

/** What the stub says of a folder, as the person has to hear it. */
function folderError(
  error: unknown,
  { host, folder, field }: { host: string; folder: string; field: string },
): AdaptorError | undefined {
  if (!(error instanceof StubError) || !/^(directory|path)_/.test(error.code ?? '')) return undefined;
  const where = plain(folder, 200);
  const what = whatIsWrong(error, where, host);
  return new AdaptorError(
    'no_folder',
    host,
    what,
    `${whatToDo(error, folder, host)} for "${field}" in extra.`,
    error,
  );
}

function whatIsWrong({ code = '', body }: StubError, where: string, host: string): string {
  if (code.endsWith('_not_found')) return `there is no folder ${where} on ${host}`;
  if (code.endsWith('_not_directory')) return `${where} on ${host} is no folder`;
  return `the stub said of ${where}: ${plain(body.data.message, 200)}`;
}

function whatToDo({ code = '' }: StubError, folder: string, host: string): string {
  if (code.endsWith('_not_directory')) return 'Write the folder that it is in, or another one';
  return `Make it (\`orssh exec ${host} -- mkdir -p ${quoted(folder)}\`), or write another one`;
}

function quoted(folder: string): string {
  return /^[\w@%+=:,./~-]+$/.test(folder) ? folder : `'${plain(folder, 200).replaceAll("'", `'\\''`)}'`;
}
