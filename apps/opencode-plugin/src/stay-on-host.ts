import { PluginError } from './errors.js';
import { foldersOfHosts } from './folders-of-hosts.js';
import type { Instance } from './instance.js';
import type { WorkspacesOfProcess } from './workspaces-of-process.js';

const afterMs = 700;
/** To be read: it is long. */
const durationMs = 12_000;

/**
 * Rejects where what was typed is meant for a host and would act on this machine: in the folder of this machine that has the path of
 * a workspace's directory. OpenCode says no more of it than that there was an error, so that a toast has the reason.
 */
export async function stayOnHost(instance: Instance, workspaces: WorkspacesOfProcess): Promise<void> {
  const names = await foldersOfHosts(instance, workspaces);
  if (names.length === 0) return;
  const { directory } = instance;
  const error = new PluginError(
    'not_here',
    `This session is not in a workspace any more: ${directory} of this machine was meant, and nothing was done there.`,
    `/warp moves the session to ${names.join(' or ')}. For this machine's folder, start OpenCode in it.`,
  );
  const message = `${error.message} ${error.remedy}`;
  instance.log('warn', message);
  // OpenCode's own toast, that there was an error, comes with its answer and would take this one's place.
  setTimeout(() => {
    instance.toast({ level: 'error', message, durationMs });
  }, afterMs).unref();
  throw error;
}
