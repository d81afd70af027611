import { realpathSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';

import { RegistryError } from '../errors.js';
import { configHome, homeFolder } from './folders.js';
import { type FoundFile, namesIn, peek, usableFile } from './found-file.js';
import { hasPackageProperty } from './package-property.js';
import { configNames, rcNames, userConfigNames } from './places.js';
import { pluginEntries } from './plugin-entries.js';

export interface FindOptions {
  cwd: string;
  env: NodeJS.ProcessEnv;
  /** Also the plugin's options in OpenCode's own files. */
  pluginOptions: boolean;
}

/** The files that make up the registry, in their order, by a look at the folders alone. */
export function findFiles({ cwd, env, pluginOptions }: FindOptions): {
  files: FoundFile[];
  notices: string[];
} {
  const notices: string[] = [];
  const home = real(homeFolder(env));
  const folders = foldersUp(real(cwd), home);
  const usable = (paths: string[]) => paths.filter((path) => usableFile(path, notices) !== undefined);
  const only = (paths: string[], whose: string): string[] => {
    const found = usable(paths);
    if (found.length > 1) throw several(found, whose);
    return found;
  };
  const user = only(
    [...filesIn(home, rcNames), ...filesIn(orsshFolder(env), userConfigNames)],
    'of your own',
  );
  const userOptions = pluginOptions ? openCodeFiles(join(configHome(env), 'opencode'), ['']) : [];
  const project = nearest(folders, (folder) => projectFiles(folder, folder === home));
  const projectOptions = pluginOptions
    ? nearest(folders, (folder) => openCodeFiles(folder, ['', '.opencode']))
    : [];
  const files = [
    ...user.map((path) => ({ path, role: 'user', origin: 'user' }) as const),
    ...usable(userOptions).map((path) => ({ path, role: 'options', origin: 'user' }) as const),
    ...only(project, 'in this folder').map((path) => ({ path, role: 'project', origin: 'project' }) as const),
    ...usable(projectOptions).map((path) => ({ path, role: 'options', origin: 'project' }) as const),
  ];
  return { files: unique(files), notices };
}

/** `$XDG_CONFIG_HOME/orssh` */
export function orsshFolder(env: NodeJS.ProcessEnv): string {
  return join(configHome(env), 'orssh');
}

function real(folder: string): string {
  try {
    return realpathSync(folder);
  } catch {
    return resolve(folder);
  }
}

/** From `folder` up to the home, or to the root for a folder outside of it. */
function foldersUp(folder: string, home: string): string[] {
  const folders = [folder];
  for (let at = folder; at !== home && dirname(at) !== at;) {
    at = dirname(at);
    folders.push(at);
  }
  return folders;
}

function filesIn(folder: string, wanted: readonly string[]): string[] {
  const names = namesIn(folder);
  return wanted.filter((name) => names.has(name)).map((name) => join(folder, name));
}

/** The home's `.orsshrc` is the user's; everything else there may be a project's like elsewhere. */
function projectFiles(folder: string, isHome: boolean): string[] {
  const names = namesIn(folder);
  const found = [...(isHome ? [] : rcNames), ...configNames]
    .filter((name) => names.has(name))
    .map((name) => join(folder, name));
  const manifest = join(folder, 'package.json');
  if (names.has('package.json') && hasPackageProperty(manifest)) found.unshift(manifest);
  return found;
}

function openCodeFiles(folder: string, below: readonly string[]): string[] {
  return below
    .flatMap((name) => filesIn(join(folder, name), ['opencode.json', 'opencode.jsonc']))
    .filter(hasPluginOptions);
}

/** True where it cannot be known before the comments are read away. */
function hasPluginOptions(path: string): boolean {
  const text = peek(path);
  if (!text?.includes('opencode-remote-ssh')) return false;
  try {
    return pluginEntries(JSON.parse(text)).length > 0;
  } catch {
    return true;
  }
}

function nearest(folders: readonly string[], filesOf: (folder: string) => string[]): string[] {
  for (const folder of folders) {
    const files = filesOf(folder);
    if (files.length > 0) return files;
  }
  return [];
}

/** Where `$XDG_CONFIG_HOME/opencode` is itself the folder of a project, its files count once. */
function unique(files: FoundFile[]): FoundFile[] {
  const seen = new Set<string>();
  return files.filter(({ path }) => {
    const known = seen.has(real(path));
    seen.add(real(path));
    return !known;
  });
}

function several(paths: readonly string[], whose: string): RegistryError {
  return new RegistryError({
    code: 'config_invalid',
    message: `There are several configuration files ${whose}: ${paths.join(', ')}.`,
    remedy: 'Keep one of them: move what the others say into it.',
    problems: paths.map((file) => ({
      file,
      path: '',
      message: 'is one of several configuration files in one place',
      remedy: 'Keep one of them.',
    })),
  });
}
