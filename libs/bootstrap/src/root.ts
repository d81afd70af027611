import { BootstrapError } from './errors.js';

const defaultRoot = '~/.opencode-remote-ssh';

/** The install root as the host has to resolve it; `bad_root` for what is neither absolute nor below the home. */
export function checkRoot(installRoot: string | undefined, host: string): string {
  const root = (installRoot ?? defaultRoot).replace(/(?<=.)\/+$/, '');
  const wrong = problemOf(root);
  if (wrong === undefined) return root;
  throw new BootstrapError({
    code: 'bad_root',
    host,
    message: `The install root ${JSON.stringify(installRoot)} for ${host} ${wrong}.`,
    remedy: 'Give an absolute path, or one that begins with ~/.',
  });
}

function problemOf(root: string): string | undefined {
  if (/[\x00-\x1f\x7f]/.test(root)) return 'contains control characters';
  if (!/^(~\/|\/)[^/]/.test(root)) return 'is not an absolute path below / or ~/';
  if (root.split('/').some((part) => part === '..' || part === '.')) return 'contains . or ..';
  if (Buffer.byteLength(root) > 1024) return 'is longer than 1024 bytes';
  return undefined;
}
